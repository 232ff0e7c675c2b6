import TestSupport
import Testing

/// Moves that the kernel does not tell as such: from drive to drive a move is a copy and an unlink, and while
/// nobody watches it is nothing at all.
@Suite(.serialized, .onThreads) struct MovedAcrossTests {
    @Test func `files and folders moved to another drive keep their ids`() throws {
        try withPrivateMounts {
            let world = try World("across", sources: ["music", "samples"])
            let (music, samples) = try (world.source("music"), world.source("samples"))
            guard let image = try DriveImage(.ext4, "one", in: world) else { return }
            try image.mount(at: samples)
            let (long, _) = try Sounds.trapPair()
            try Disk.write(long, to: music / "long.wav")
            for number in 1...4 {
                try Disk.write(Sounds.wav(number), to: music / "a/\(number).wav")
            }
            let daemon = try RunningDaemon(world)
            try daemon.sync()
            try world.requireEqualToDisk("first scan")
            let views = try world.views()
            let ids = try ["long.wav", "a/1.wav", "a/4.wav"].map {
                try value(views.id(of: music / $0), "\($0) has no id")
            }
            let use = try daemon.fileUse()
            // mv keeps times, as a move across drives does.
            try run("/bin/mv", [(music / "a").text, (samples / "a").text])
            try daemon.sync()
            try world.requireEqualToDisk("a folder of short files")
            let known = try daemon.fileUse()
            try require(known.probed == use.probed, "known fingerprints were probed")
            try run("/bin/mv", [(music / "long.wav").text, (samples / "long.wav").text])
            try daemon.sync()
            try world.requireEqualToDisk("a long file")
            let now = try world.views()
            let moved = try ["long.wav", "a/1.wav", "a/4.wav"].map {
                try value(now.id(of: samples / $0), "\($0) has no id after the move")
            }
            try require(moved == ids, "\(ids) became \(moved)")
            try daemon.stop()
            try unmount(samples)
        }
    }

    @Test func `a folder moved out of the source and in again is gone and back`() throws {
        let live = try Live("outside") { world in
            for number in 1...4 {
                try Disk.write(Sounds.wav(number), to: world.source() / "a/deep/\(number).wav")
            }
        }
        let root = try live.world.source()
        let outside = DiskPath(live.world.folder.path) / "outside"
        let before = try live.id(root / "a/deep/1.wav")
        try live.step("out") { try Disk.move(root / "a", to: outside) }
        #expect(try live.world.views().present.isEmpty)
        // Nothing of the place outside is followed any more.
        try live.step("a change outside") {
            try Disk.write(Sounds.wav(9), to: outside / "deep/9.wav")
        }
        try live.step("in, under another name") { try Disk.move(outside, to: root / "b") }
        #expect(try live.id(root / "b/deep/1.wav") == before)
        #expect(try live.world.views().present.count == 5)
    }

    @Test func `files and folders renamed while stopped keep their ids and are not read`() throws {
        let world = try World("stopped", sources: ["music", "samples"])
        let (music, samples) = try (world.source("music"), world.source("samples"))
        for number in 1...6 {
            try Disk.write(Sounds.wav(number), to: music / "a/deep/\(number).wav")
        }
        let first = try RunningDaemon(world)
        try first.sync()
        let before = try world.views()
        try first.terminate()
        try Disk.move(music / "a/deep/1.wav", to: music / "a/one.wav")
        try Disk.move(music / "a/deep/2.wav", to: samples / "two.wav")
        try Disk.move(music / "a", to: music / "b")
        try Disk.makeFolder(music / "a/deep")
        try Disk.move(music / "b/deep/3.wav", to: music / "a/deep/3.wav")
        let second = try RunningDaemon(world)
        try second.sync()
        try world.expectEqualToDisk("started again")
        let after = try world.views()
        for (old, new) in [
            (music / "a/deep/1.wav", music / "b/one.wav"),
            (music / "a/deep/2.wav", samples / "two.wav"),
            (music / "a/deep/3.wav", music / "a/deep/3.wav"),
            (music / "a/deep/6.wav", music / "b/deep/6.wav"),
        ] { #expect(before.id(of: old) == after.id(of: new), "\(old) → \(new)") }
        let use = try second.fileUse()
        #expect(use.opened == 0 && use.probed == 0, "\(use)")
    }
}
