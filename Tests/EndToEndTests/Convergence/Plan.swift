import TestSupport

/// Everything that a run does, known before it begins: a seed always makes the same plan.
struct Plan: Sendable {
    /// Whether the kernel tells of every change.
    enum Class: String, Sendable {
        /// No overflow, no restart, no mount, no write that the kernel is silent about: events alone must do.
        case told = "a"
        /// With all of these: what events cannot tell, a scan finds.
        case untold = "b"
    }

    let seed: UInt64
    let kind: Class
    /// What stands on the disk before the daemon starts.
    let fill: [Operation]
    let steps: [Operation]

    /// A plan of so many operations, compared with the disk after every `stride`.
    ///
    /// Every second seed is of each class.
    init(seed: UInt64, operations: Int, stride: Int, canMount: Bool) {
        self.seed = seed
        kind = seed.isMultiple(of: 2) ? .told : .untold
        var maker = OperationMaker(areas: Plan.areas, seed: seed, isTold: kind == .told)
        fill = (0..<20).map { _ in maker.next() }
        maker.tree.noteComparison()
        var pacing = Pacing()
        var steps: [Operation] = []
        var (done, compared) = (0, 0)
        while done < operations {
            let pause = pacing.pause(&maker.chance)
            if pause > 0 { steps.append(.pause(microseconds: pause)) }
            let next =
                kind == .untold && maker.number(below: max(stride * 2 / 3, 1)) == 0
                ? maker.episode(canMount: canMount) : [maker.next()]
            steps += next
            done += next.count { $0.isChange }
            if done - compared >= stride || done >= operations {
                steps.append(.compare)
                maker.tree.noteComparison()
                compared = done
            }
        }
        self.steps = steps
    }

    /// Sources, as a world names them.
    static let sources = ["music", "samples"]
    /// Those, and the folder outside.
    static let areas = sources.count + 1
}

/// How fast one operation follows the other: in bursts, briskly or calmly, each for a while.
private struct Pacing {
    private enum Pace: CaseIterable {
        case burst, brisk, calm
    }

    private var pace = Pace.burst

    /// Microseconds to wait before the next operation.
    mutating func pause(_ chance: inout Chance) -> UInt32 {
        if Int.random(in: 0..<40, using: &chance) == 0 {
            pace = [.burst, .burst, .brisk, .brisk, .calm].randomElement(using: &chance) ?? .burst
        }
        // Longer than a name is held, than one settles: what waited is looked at before the next change.
        if Int.random(in: 0..<3_000, using: &chance) == 0 {
            return UInt32.random(in: 900_000...2_200_000, using: &chance)
        }
        switch pace {
        case .burst: return 0
        case .brisk: return UInt32.random(in: 0...900, using: &chance)
        case .calm: return UInt32.random(in: 1_000...6_000, using: &chance)
        }
    }
}

extension OperationMaker {
    /// Events in the kernel's queue by default (`fs.inotify.max_queued_events`), and some more.
    private static let queue = 17_500

    /// Something that the kernel tells only in part: of the daemon, or of a mount.
    fileprivate mutating func episode(canMount: Bool) -> [Operation] {
        switch number(below: canMount ? 4 : 3) {
        case 0: return [.freeze] + some(20) + [.thaw]
        case 1:
            let some = (some(12), some(12))
            return [.freeze] + some.0 + flood() + some.1 + [.thaw] + self.some(12)
        case 2: return some(6) + [.kill] + some(20) + [.start]
        default: return mounted()
        }
    }

    private mutating func some(_ most: Int) -> [Operation] {
        (0..<number(below: most)).map { _ in next() }
    }

    /// Enough changes of two files' times to lose whatever comes after them.
    private mutating func flood() -> [Operation] {
        let place = tree.spot(of: tree.areas[0])
        let spots = ["flood 1.wav", "flood 2.wav"].map { place / Array($0.utf8) }
        return spots.map { .write($0, sound: 0) }
            + [.flood(spots[0], spots[1], count: Self.queue)] + spots.map { .delete($0) }
    }

    /// A drive that is mounted inside a source, filled, emptied again and taken away. What stays on a drive
    /// that goes stays in the catalogue too, which no look at the disk can tell: see the tests of mounts.
    private mutating func mounted() -> [Operation] {
        var parent = tree.spot(of: folder())
        for _ in 0..<50 where parent.area >= Plan.sources.count || parent.names.isEmpty {
            parent = tree.spot(of: folder())
        }
        guard parent.area < Plan.sources.count, !parent.names.isEmpty else { return [] }
        let spot = parent / Array("mount point".utf8)
        let inside = spot / Array("on the drive".utf8)
        let (one, other) = (spot / Array("s1.wav".utf8), spot / Array("s2.wav".utf8))
        let sounds = (0..<8).map { _ in number(below: SoundPool.count) }
        return [
            .makeFolder(spot), .compare, .mount(spot), .plant(inside, sounds: sounds),
            .write(one, sound: sounds[0]), .compare, .write(other, sound: sounds[1]),
            .delete(inside / Operation.planted(0)), .compare, .uproot(inside), .delete(one),
            .delete(other), .compare, .unmount(spot), .uproot(spot),
        ]
    }
}
