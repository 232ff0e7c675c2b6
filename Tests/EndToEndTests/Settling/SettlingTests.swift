import TestSupport
import Testing

/// Files that nobody has closed yet, or that change again and again.
@Suite(.onThreads) struct SettlingTests {
    @Test
    func `Hard links and files named after they were written are found, though nothing is closed`()
        throws
    {
        let live = try Live("links") { world in
            try Disk.write(Sounds.wav(1), to: world.source() / "known.wav")
        }
        let root = try live.world.source()
        try Disk.hardLink(root / "known.wav", to: root / "link.wav")
        let outside = DiskPath(live.world.folder.path) / "outside.wav"
        try Disk.write(Sounds.wav(2), to: outside)
        try Disk.hardLink(outside, to: root / "from outside.wav")
        let unnamed = try OpenFile(unnamedIn: root)
        try unnamed.write(Sounds.wav(3))
        try unnamed.name(root / "named at last.wav")
        for name in ["link.wav", "from outside.wav", "named at last.wav"] {
            try until("\(name) is found") { try live.world.has(root / name) }
        }
        try live.step("nothing more") {}
    }

    @Test func `A recording is shown as settling, and probed once when it is closed`() throws {
        let live = try Live("record") { world in
            try Disk.write(Sounds.wav(1), to: world.source() / "other.wav")
        }
        let root = try live.world.source()
        let sound = try Sounds.bytes(Sound(seconds: 30), "wav")
        let before = try live.daemon.workDone()
        let recording = try OpenFile(making: root / "take.wav")
        var written = 0
        try until("it was looked at three times") {
            let piece = sound[written..<min(written + 2_000, sound.count)]
            try recording.write(piece)
            written += piece.count
            let rows = try DatabaseFile(live.world.database).rows(
                "SELECT coalesce(max(looks), 0) FROM jobs")
            return (rows.first?[0].integer ?? 0) >= 3
        }
        #expect(try live.daemon.settling() == 1)
        #expect(try live.world.audiowatch("status").text.contains("settling: 1 file"))
        let place = (root / "take.wav").text
        #expect(try live.world.audiowatch("why", place).text.contains("settling"))
        let shown = try live.world.audiowatch("show", place)
        #expect((shown.text + shown.errorText).contains("settling"))
        let during = try live.daemon.workDone()
        #expect(during.probes - before.probes <= 1)
        recording.close()
        try until("it is catalogued and no longer settling") {
            try live.daemon.settling() == 0 && live.world.has(root / "take.wav")
        }
        try live.step("closed") {}
        #expect(try live.daemon.workDone().probes - during.probes == 1)
    }

    @Test func `The sync point takes a file that is held open as it is`() throws {
        let live = try Live("held") { world in
            try Disk.write(Sounds.wav(1), to: world.source() / "other.wav")
        }
        let root = try live.world.source()
        let sound = try Sounds.wav(5, seconds: 0.5)
        let copy = try OpenFile(making: root / "copy.wav")
        try live.step("the first half") { try copy.write(sound.prefix(sound.count / 2)) }
        #expect(try live.world.has(root / "copy.wav"))
        #expect(try live.daemon.settling() == 1)
        let found = try live.world.audiowatch("search", "is:settling", "--json")
        #expect(try JSON.items(found.output).map(\.path) == [root / "copy.wav"])
        try live.step("more, and nobody was told") {
            try copy.write(sound[sound.count / 2..<sound.count * 3 / 4])
        }
        try live.step("the end") {
            try copy.write(sound[(sound.count * 3 / 4)...])
            copy.close()
        }
        #expect(try live.daemon.settling() == 0)
    }

    @Test func `A slow writer that pauses and closes leaves one row, the last`() throws {
        let live = try Live("slow") { world in
            try Disk.write(Sounds.wav(1), to: world.source() / "other.wav")
        }
        let root = try live.world.source()
        let sound = try Sounds.wav(5, seconds: 0.5)
        let step = sound.count / 6
        try Disk.write(Array(sound.prefix(step)), to: root / "slow.wav")
        for part in 1..<6 {
            let end = part == 5 ? sound.count : (part + 1) * step
            try Disk.append(Array(sound[part * step..<end]), to: root / "slow.wav")
        }
        try until("nothing settles any more, and the whole is catalogued") {
            try live.daemon.settling() == 0
                && live.world.views().row(of: root / "slow.wav")?.size == sound.count
        }
        try live.world.expectEqualToDisk("at rest, without a sync point")
        #expect(try live.world.views().files.count == 2)
    }

    @Test func `A thousand closes without a change read nothing`() throws {
        let live = try Live("close") { world in
            try Disk.write(Sounds.wav(1), to: world.source() / "tagged.wav")
        }
        let root = try live.world.source()
        let before = try live.daemon.workDone()
        try live.step("opened for writing and closed 1,000 times") {
            for _ in 0..<1_000 { try Disk.append([], to: root / "tagged.wav") }
        }
        #expect(try live.daemon.workDone() == before)
    }

    @Test func `Temporary names are never opened, their target is found at once`() throws {
        let live = try Live("temp") { world in
            try Disk.write(Sounds.wav(1), to: world.source() / "kept.wav")
        }
        let root = try live.world.source()
        let names = [
            "song.wav.part", "song.wav.crdownload", ".syncthing.song.wav.tmp", ".song.wav.Xa3b9Q",
        ]
        let before = try live.daemon.workDone()
        try live.step("four unfinished files") {
            for (number, name) in names.enumerated() {
                try Disk.write(Sounds.wav(10 + number), to: root / name)
            }
        }
        #expect(try live.daemon.workDone() == before)
        for (number, name) in names.enumerated() {
            try Disk.move(root / name, to: root / "kept.wav")
            let bytes = try Sounds.wav(10 + number)
            try until("\(name) is the target's content") {
                let row = try live.world.views().row(of: root / "kept.wav")
                return row?.hash.prefix(16) == fingerprint(of: bytes)[...]
            }
        }
        try live.step("all in place") {}
    }
}
