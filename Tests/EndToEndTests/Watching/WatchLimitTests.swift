import TestSupport
import Testing

/// The kernel allows fewer watches than there are directories.
@Suite(.onThreads) struct WatchLimitTests {
    @Test
    func `Without watches enough the top is watched, the rest looked at by a timer, and it heals`()
        throws
    {
        guard try Privilege.hasNamespaces() else { return }
        let world = try World("limit", extra: "[scan]\npoll_interval = \"10s\"\n")
        let root = try world.source()
        // 1 + 10 + 100 directories.
        for top in 0..<10 {
            for low in 0..<10 {
                try Disk.write(Sounds.wav(top * 10 + low), to: root / "\(top)/\(low)/a.wav")
            }
        }
        // Of the sixty watches one is the sync point's, and one that of the configuration file.
        let daemon = try RunningDaemon(world, through: Privilege.inNamespace("watches", 60))
        try daemon.sync()
        try world.expectEqualToDisk("first scan")
        let limited = try source(daemon)
        #expect(limited["state"].string == "degraded")
        #expect(limited["coverage"].string == "partly")
        #expect(limited["watchedDirectories"].integer == 58)
        #expect(limited["unwatchedDirectories"].integer == 111 - 58)
        #expect(limited["watchLimit"].integer == 60)
        #expect(limited["pollSeconds"].number == 10)
        #expect(limited["reason"].string?.contains("sysctl") == true, "\(limited)")
        let text = try world.succeed("status").text
        #expect(text.contains("53 without a watch looked at every 10 s"), "\(text)")
        let advice = try world.audiowatch("doctor").text
        #expect(advice.contains("53 of 111 folders have no watch"), "\(advice)")
        #expect(advice.contains("max_inotify_watches="), "\(advice)")

        // What is watched is told of at once: the top was watched first.
        try Disk.write(Sounds.wav(200), to: root / "new.wav")
        for top in 0..<10 { try Disk.write(Sounds.wav(201 + top), to: root / "\(top)/new.wav") }
        try daemon.sync()
        try world.expectEqualToDisk("in watched directories")

        // What is not is found by the timer, without a walk of the whole source.
        for top in 0..<10 {
            for low in 0..<10 {
                try Disk.write(Sounds.wav(300 + top * 10 + low), to: root / "\(top)/\(low)/b.wav")
            }
        }
        try until("the timer finds them", within: 60) {
            try world.views().present.count == 100 + 11 + 100
        }
        try daemon.sync()
        try world.expectEqualToDisk("in directories without a watch")
        let polled = try source(daemon)
        #expect(polled["rescans"]["start"].integer == 1)
        #expect(polled["rescans"].description == limited["rescans"].description, "no walk")
        #expect(polled["listings"]["unwatched"].integer ?? 0 >= 52)

        // Directories that go are no longer missed.
        try Disk.deleteTree(root / "9")
        try daemon.sync()
        try until("what is gone is not counted", within: 60) {
            let now = try source(daemon)
            return (now["watchedDirectories"].integer ?? 0)
                + (now["unwatchedDirectories"].integer ?? 0) == 100
        }

        // The limit is raised: nothing else is needed.
        try Privilege.setLimit("watches", 1_000, of: daemon.pid)
        try until("it heals by itself", within: 60) {
            let now = try source(daemon)
            return now["state"].string == "online" && now["watchedDirectories"].integer == 100
        }
        let healed = try source(daemon)
        #expect(healed["coverage"].string == "watched")
        #expect(healed["unwatchedDirectories"].integer == 0)
        #expect(healed["reason"].string == nil)
        try Disk.write(Sounds.wav(500), to: root / "8/9/c.wav")
        try daemon.sync()
        try world.expectEqualToDisk("healed")
        #expect(try source(daemon)["rescans"].description == limited["rescans"].description)
    }

    @Test func `A raised limit is also noticed by a scan`() throws {
        guard try Privilege.hasNamespaces() else { return }
        let world = try World("limit")
        let root = try world.source()
        for low in 0..<20 { try Disk.write(Sounds.wav(low), to: root / "\(low)/a.wav") }
        let daemon = try RunningDaemon(world, through: Privilege.inNamespace("watches", 10))
        try daemon.sync()
        #expect(try source(daemon)["unwatchedDirectories"].integer == 13)
        try Privilege.setLimit("watches", 100, of: daemon.pid)
        try world.succeed("scan", "--wait")
        let healed = try source(daemon)
        #expect(healed["unwatchedDirectories"].integer == 0)
        #expect(healed["state"].string == "online")
        #expect(healed["rescans"]["asked"].integer == 1)
    }

    private func source(_ daemon: RunningDaemon) throws -> JSON {
        guard let source = try daemon.status()["sources"].array.first else {
            throw TestFailure("no source in status")
        }
        return source
    }
}
