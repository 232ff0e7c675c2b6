import AudiowatchCore
import Testing

@Suite struct SourceHealthTests {
    /// What is wrong, how changes are noticed then, and what the sentence must name.
    private struct Case {
        var change: (inout SourceHealth) -> Void
        var coverage: WatchCoverage
        var says: [String]
    }

    @Test func `each degradation shows in state, coverage and words`() {
        let cases = [
            Case(change: { _ in }, coverage: .watched, says: []),
            Case(
                change: { $0.hasLostChanges = true }, coverage: .watched,
                says: ["the kernel dropped changes"]),
            Case(
                change: {
                    $0.unwatched = 1_200
                    $0.watchLimit = 65_536
                    $0.advice = "sysctl this"
                    $0.pollInterval = .seconds(900)
                }, coverage: .partly,
                says: ["1,200 folders are", "65,536", "every 15 min", "sysctl this"]),
            Case(
                change: {
                    $0.unwatched = 1
                    $0.pollInterval = .seconds(10)
                }, coverage: .partly, says: ["1 folder is", "refused", "every 10 s"]),
            Case(
                change: {
                    $0.isPolled = true
                    $0.fileSystem = "nfs4"
                    $0.pollInterval = .seconds(900)
                }, coverage: .polled, says: ["nfs4", "polled every 15 min"]),
            Case(
                change: {
                    $0.isPolled = true
                    $0.hasLostChanges = true
                    $0.unwatched = 2
                }, coverage: .polled, says: ["dropped", "2 folders", "polled"]),
        ]
        for one in cases {
            var health = SourceHealth()
            one.change(&health)
            #expect(health.coverage == one.coverage)
            guard case .degraded(let reason) = health.state else {
                #expect(health.state == .online && one.says.isEmpty, "\(health)")
                continue
            }
            #expect(!one.says.isEmpty, "\(reason)")
            for words in one.says { #expect(reason.contains(words), "\(reason)") }
        }
    }

    @Test func `which file systems tell of every change`() {
        let watched = [
            "ext4", "xfs", "btrfs", "tmpfs", "zfs", "f2fs", "vfat", "exfat", "ntfs3", "fuseblk",
            "fuse.exfat", "fuse.ntfs-3g", "overlay",
        ]
        let polled = [
            "nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "virtiofs", "vboxsf", "fuse", "fuse.sshfs",
            "fuse.rclone", "fuse.onedriver", "fuse.gvfsd-fuse", "fuse.glusterfs", "fuse.bindfs",
        ]
        for type in watched { #expect(!FileSystemTraits.of(type: type).needsPolling, "\(type)") }
        for type in polled { #expect(FileSystemTraits.of(type: type).needsPolling, "\(type)") }
    }
}

extension SourceHealthTests {
    @Test func `what may be read`() {
        // The user's choice, the file system, what follows.
        let cases: [(Source.Reading?, String?, Source.Reading)] = [
            (nil, "ext4", .full), (nil, "nfs4", .full), (nil, "fuse.sshfs", .full),
            (nil, nil, .full),
            (nil, "fuse.rclone", .names), (nil, "fuse.onedriver", .names),
            (.full, "fuse.rclone", .full), (.names, "ext4", .names),
        ]
        for (chosen, type, reading) in cases {
            #expect(
                FileSystemTraits.reading(chosen: chosen, type: type) == reading, "\(type ?? "")")
        }
    }
}

@Suite struct RescanScheduleTests {
    private let start = ContinuousClock.now

    private func schedule(chosen: Duration? = nil, isPolled: Bool = false) -> RescanSchedule {
        var schedule = RescanSchedule(
            chosen: chosen, usual: .seconds(86_400), poll: .seconds(900), at: start)
        schedule.isPolled = isPolled
        return schedule
    }

    @Test func `the interval in force`() {
        // What is wished, whether it is polled, how long a walk took; the interval that follows.
        let cases: [(chosen: Duration?, isPolled: Bool, walk: Duration, interval: Duration)] = [
            (nil, false, .zero, .seconds(86_400)),
            (nil, true, .zero, .seconds(900)),
            (.seconds(60), true, .zero, .seconds(60)),
            (.seconds(60), true, .seconds(2), .seconds(60)),
            (.seconds(60), true, .seconds(10), .seconds(200)),
            (nil, true, .seconds(100), .seconds(2_000)),
            // A watched source is walked seldom: there the time it takes does not matter.
            (.seconds(60), false, .seconds(100), .seconds(60)),
        ]
        for one in cases {
            var schedule = schedule(chosen: one.chosen, isPolled: one.isPolled)
            schedule.walked(in: one.walk, at: start + .seconds(5))
            #expect(schedule.interval == one.interval, "\(one)")
            #expect(schedule.nextWalk == start + .seconds(5) + one.interval)
        }
    }

    @Test func `directories without a watch are looked at more often than the whole`() {
        var schedule = schedule()
        #expect(schedule.nextPoll == start + .seconds(900))
        schedule.polled(in: .seconds(1), at: start + .seconds(900))
        #expect(schedule.nextPoll == start + .seconds(1_800))
        schedule.polled(in: .seconds(100), at: start + .seconds(1_800))
        #expect(schedule.nextPoll == start + .seconds(3_800), "a slow look rests 20 times as long")
        #expect(schedule.nextWalk == start + .seconds(86_400), "and puts off no walk")
        schedule.walked(in: .seconds(1), at: start + .seconds(2_000))
        #expect(schedule.nextPoll == start + .seconds(4_000), "a walk is such a look too")
        #expect(self.schedule(chosen: .seconds(60)).unwatchedInterval == .seconds(60))
    }
}

@Suite struct ScanQueueTests {
    @Test func `what is asked during a scan makes one more, for all its reasons`() {
        var scans = ScanQueue()
        #expect(scans.begin() == nil)
        scans.ask(.start)
        #expect(scans.begin() == .start)
        scans.ask(.periodic)
        scans.ask(.overflow)
        scans.ask(.asked)
        scans.ask(.overflow)
        #expect(scans.begin() == nil, "one runs")
        scans.end()
        #expect(scans.begin() == .overflow, "the gravest reason names it")
        #expect(scans.begun == [.start: 1, .periodic: 1, .overflow: 1, .asked: 1])
        scans.ask(.overflow)
        scans.end()
        #expect(scans.begin() == .overflow, "a second burst during the rescan is not lost")
        scans.end()
        #expect(scans.begin() == nil)
        #expect(scans.begun[.overflow] == 2)
    }

    @Test func `what nobody needs any longer is not counted`() {
        var scans = ScanQueue()
        scans.ask(.periodic)
        scans.forget()
        #expect(scans.begin() == nil)
        #expect(scans.begun.isEmpty)
    }
}

@Suite struct RescanBackoffTests {
    @Test func `three at once, then a pause that doubles to a minute, forgotten when quiet`() {
        var backoff = RescanBackoff()
        var now = ContinuousClock.now
        var pauses: [Duration] = []
        for _ in 0..<16 {
            let start = backoff.start(askedAt: now)
            pauses.append(start - now)
            now = start
        }
        let doubling = (0..<10).map { Duration.milliseconds(100 << $0) }
        #expect(
            pauses == [.zero, .zero, .zero] + doubling + Array(repeating: .seconds(60), count: 3))
        #expect(backoff.start(askedAt: now + .seconds(601)) == now + .seconds(601))
    }
}

@Suite struct SleepNoticeTests {
    @Test func `sleep is told from work, and once`() {
        // Both clocks in seconds; how long the machine is said to have slept.
        let cases: [(total: Double, awake: Double, slept: Double?)] = [
            (1, 1, nil),
            (3_601, 3_601, nil),
            (3_601.5, 3_601, nil),  // The clocks are read one after the other.
            (10_801, 3_602, 7_199),
            (10_802, 3_603, nil),
            (10_803, 3_603, 1),
            (10_804, 3_604, nil),
        ]
        var notice = SleepNotice(total: .zero, awake: .zero)
        for one in cases {
            let slept = notice.slept(total: .seconds(one.total), awake: .seconds(one.awake))
            #expect(slept == one.slept.map { .seconds($0) }, "\(one)")
        }
    }
}
