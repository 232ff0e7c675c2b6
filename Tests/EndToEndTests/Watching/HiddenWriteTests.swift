import TestSupport
import Testing

/// Writes that leave a file's size and time as they were, and renames on top of them: by its traces such a
/// file is the one the catalogue knows, and only the kernel's news of the write say that it is not.
@Suite(.onThreads) struct HiddenWriteTests {
    /// Two sounds of one length in the place of each other, with the time of the first.
    private func rewrite(_ path: DiskPath, _ number: Int) throws {
        guard let before = try status(of: path) else { throw TestFailure("no \(path)") }
        try Disk.write(Sounds.wav(number), to: path)
        try Disk.setModified(path, before)
    }

    @Test func `A file rewritten with its time put back and renamed at once has its new bytes`()
        throws
    {
        let live = try Live("hidden", sources: ["music", "samples"]) { world in
            for number in 0..<20 {
                try Disk.write(Sounds.wav(number), to: world.source() / "\(number).wav")
            }
        }
        let (music, samples) = (try live.world.source(), try live.world.source("samples"))
        try live.step(
            "rewritten, then renamed once, twice, into another folder, into another source"
        ) {
            for number in 0..<20 {
                let path = music / "\(number).wav"
                try rewrite(path, 100 + number)
                let names = [
                    music / "renamed \(number).wav", music / "folder/\(number).wav",
                    samples / "\(number).wav",
                ]
                try Disk.makeFolder(music / "folder")
                try Disk.move(path, to: names[number % 3])
                if number % 2 == 0 {
                    try Disk.move(names[number % 3], to: music / "again \(number).wav")
                }
            }
        }
    }

    @Test func `A file renamed and then rewritten with its time put back has its new bytes`() throws
    {
        let live = try Live("hidden") { world in
            for number in 0..<20 {
                try Disk.write(Sounds.wav(number), to: world.source() / "\(number).wav")
            }
        }
        let root = try live.world.source()
        try live.step("renamed, then rewritten") {
            for number in 0..<20 {
                try Disk.move(root / "\(number).wav", to: root / "renamed \(number).wav")
                try rewrite(root / "renamed \(number).wav", 100 + number)
            }
        }
        try live.step("exchanged, then one of two rewritten") {
            for number in stride(from: 0, to: 20, by: 2) {
                let (one, other) = (
                    root / "renamed \(number).wav", root / "renamed \(number + 1).wav"
                )
                try Disk.exchange(one, other)
                try rewrite(one, 200 + number)
            }
        }
    }

    @Test func `Of two former names of a file the one read last speaks for it`() throws {
        let live = try Live("hidden") { world in
            for number in 0..<6 {
                try Disk.write(Sounds.wav(number), to: world.source() / "\(number).wav")
            }
            try Disk.makeFolder(world.source() / "one")
            try Disk.makeFolder(world.source() / "two")
        }
        let root = try live.world.source()
        try live.step(
            "renamed, rewritten, read, and renamed again before its first name is given up"
        ) {
            for number in 0..<6 {
                let names = ["\(number).wav", "one/\(number).wav", "two/\(number).wav"]
                    .map { root / $0 }
                try Disk.move(names[0], to: names[1])
                try rewrite(names[1], 100 + number)
                try until("it is read under its second name") {
                    try live.world.views().id(of: names[1]) != nil
                }
                try Disk.move(names[1], to: names[2])
            }
        }
    }

    @Test func `An empty file linked to the name of a deleted one leaves nothing of it`() throws {
        let live = try Live("hidden") { world in
            try Disk.write(Sounds.wav(0), to: world.source() / "kick.wav")
        }
        let root = try live.world.source()
        try live.step("deleted, and an empty one in its place") {
            try Disk.write([], to: root / "empty.txt")
            try Disk.delete(root / "kick.wav")
            try Disk.hardLink(root / "empty.txt", to: root / "kick.wav")
        }
        #expect(try live.world.views().present.isEmpty)
    }

    @Test func `A file that is emptied and written again is back under each of its names`() throws {
        let live = try Live("hidden") { world in
            for name in ["kick.wav", "snare.wav"] {
                try Disk.write(Sounds.wav(0), to: world.source() / name)
                try Disk.hardLink(world.source() / name, to: world.source() / "linked \(name)")
            }
        }
        let root = try live.world.source()
        try live.step("emptied") {
            for name in ["kick.wav", "snare.wav"] { try Disk.cut(root / name, to: 0) }
        }
        #expect(try live.world.views().present.isEmpty)
        try live.step("written again") {
            try Disk.write(Sounds.wav(1), to: root / "kick.wav")
            try Disk.write(Sounds.wav(1), to: root / "linked snare.wav")
        }
        try live.step("emptied, written and one name gone at once") {
            try Disk.cut(root / "linked kick.wav", to: 0)
            try Disk.write(Sounds.wav(2), to: root / "linked kick.wav")
            try Disk.delete(root / "linked kick.wav")
        }
    }
}
