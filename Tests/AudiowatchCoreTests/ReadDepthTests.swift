import AudiowatchCore
import Testing

@Suite struct ReadDepthTests {
    /// A disk whose rate with so many readers is given: `rates[0]` with one.
    private func settle(_ rates: [Double], for time: Duration, most: Int = 8) -> ReadDepth {
        var depth = ReadDepth(most: most)
        let start = ContinuousClock.now
        var at = Duration.zero
        while at < time {
            at += .milliseconds(100)
            let rate = rates[min(depth.allowed, rates.count) - 1]
            depth.note(done: Int(rate / 10), isFull: true, at: start + at)
        }
        return depth
    }

    @Test(
        arguments: [
            ("a disk that seeks keeps one reader", [1_000.0, 900, 800], 1),
            ("no gain is no reason", [1_000.0, 1_150], 1),
            ("a flash drive gets as many as help", [1_000.0, 1_900, 2_800, 3_600, 3_700], 4),
            ("never more than there are workers", [1_000.0, 2_000, 4_000, 8_000, 16_000], 4),
        ] as [(String, [Double], Int)])
    func `a further reader stays where it brings a fifth`(
        what: String, rates: [Double], wanted: Int
    ) {
        #expect(settle(rates, for: .milliseconds(1_500), most: 4).allowed == wanted, "\(what)")
    }

    @Test func `what brought nothing is tried ever more rarely`() {
        var depth = ReadDepth(most: 4)
        let start = ContinuousClock.now
        var growths = 0
        for step in 1...1_200 {
            let before = depth.allowed
            depth.note(done: 100, isFull: true, at: start + .milliseconds(100) * step)
            if depth.allowed > before { growths += 1 }
        }
        // Two minutes: after 0, 2, 6, 14, 30, 62 seconds.
        #expect(growths == 6)
    }

    @Test func `rates while there is little to do say nothing`() {
        var depth = ReadDepth(most: 4)
        let start = ContinuousClock.now
        for step in 1...100 {
            depth.note(done: 50, isFull: false, at: start + .milliseconds(100) * step)
        }
        #expect(depth.allowed == 1)
    }

    @Test func `when others use the disk one reader is left, for five seconds at least`() {
        var depth = settle([1_000, 1_900, 2_800, 3_600], for: .seconds(1))
        #expect(depth.allowed > 1)
        let now = ContinuousClock.now + .seconds(10)
        depth.note(done: 100, isFull: true, others: true, at: now)
        #expect(depth.allowed == 1)
        for step in 1...49 {
            depth.note(done: 100, isFull: true, at: now + .milliseconds(100) * step)
            #expect(depth.allowed == 1)
        }
        depth.note(done: 100, isFull: true, at: now + .seconds(5))
        #expect(depth.allowed == 2)
    }
}

@Suite struct DiskTrafficTests {
    @Test(arguments: [
        ("nobody reads", 0, 0, false), ("we alone read", 50, 50, false),
        ("others alone do: what we read is in memory", 80, 0, false),
        ("both do", 30, 20, true), ("the others do little", 22, 20, false),
        ("ours was counted first", 18, 20, false),
    ])
    func `we are in the way where both use the disk`(
        what: String, allMegabytes: Int64, ownMegabytes: Int64, isInTheWay: Bool
    ) {
        let start = ContinuousClock.now
        let before = DiskTraffic(all: 7_000, own: 500, ownRead: 0, waited: .zero, at: start)
        let after = DiskTraffic(
            all: 7_000 + allMegabytes * 1_000_000, own: 500 + ownMegabytes * 1_000_000,
            ownRead: 0, waited: .zero, at: start + .seconds(1))
        #expect(after.isInTheWay(since: before) == isInTheWay, "\(what)")
        #expect(!before.isInTheWay(since: before))
    }

    @Test(arguments: [
        ("one worker that only waits", 1, 980, 5, true),
        ("two that only wait", 2, 1_950, 5, true),
        ("two, of which one could as well be away", 2, 900, 5, false),
        ("a quick disk", 1, 300, 40, false),
        ("others wait, and what we read is in memory", 2, 8_000, 0, false),
    ])
    func `a disk is a brake where the workers mostly wait for it`(
        what: String, workers: Int, waitedMilliseconds: Int, megabytes: Int64, isBrake: Bool
    ) {
        let start = ContinuousClock.now
        let before = DiskTraffic(all: 0, own: 0, ownRead: 9_000, waited: .seconds(7), at: start)
        let after = DiskTraffic(
            all: 0, own: 0, ownRead: 9_000 + megabytes * 1_000_000,
            waited: .seconds(7) + .milliseconds(waitedMilliseconds), at: start + .seconds(1))
        #expect(after.isBrake(of: workers, since: before) == isBrake, "\(what)")
        #expect(!before.isBrake(of: workers, since: before))
    }
}
