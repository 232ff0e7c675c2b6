import TestSupport
import Testing

/// Single files change while the daemon watches.
@Suite(.onThreads) struct LiveFileTests {
    @Test func `Files created, rewritten, appended to and changed in the middle are followed`()
        throws
    {
        let live = try Live("live") { world in
            try Disk.write(Sounds.wav(1), to: world.source() / "one.wav")
        }
        let root = try live.world.source()
        try live.step("create") {
            try Disk.write(Sounds.wav(2), to: root / "two.wav")
            try Disk.write(Sounds.wav(3), to: root / [0x63, 0xE9, 0x0A, 0x2E, 0x77, 0x61, 0x76])
        }
        try live.step("rewrite") {
            try Disk.write(Sounds.wav(4, seconds: 0.5), to: root / "one.wav")
        }
        try live.step("append") { try Disk.append([1, 2, 3, 4], to: root / "two.wav") }
        let (long, _) = try Sounds.trapPair()
        try live.step("a pair of copies") {
            try Disk.write(long, to: root / "long.wav")
            try Disk.write(long, to: root / "long copy.wav")
        }
        #expect(try live.id(root / "long.wav") == live.id(root / "long copy.wav"))
        try live.step("one of them changed where no fingerprint looks") {
            try Disk.overwrite([9, 9, 9], at: long.count / 2, of: root / "long copy.wav")
        }
        #expect(try live.id(root / "long.wav") != live.id(root / "long copy.wav"))
        try live.step("changed back") {
            try Disk.overwrite(
                Array(long[long.count / 2..<long.count / 2 + 3]), at: long.count / 2,
                of: root / "long copy.wav")
        }
        #expect(try live.id(root / "long.wav") == live.id(root / "long copy.wav"))
        try live.step("touched") {
            try Disk.setModified(root / "long.wav", seconds: 1_500_000_000, nanoseconds: 5_000)
        }
        try live.step("emptied") { try Disk.write([], to: root / "two.wav") }
    }

    @Test func `Renamed and moved files keep their ids`() throws {
        let live = try Live("move") { world in
            for number in 1...6 {
                try Disk.write(Sounds.wav(number), to: world.source() / "\(number).wav")
            }
            try Disk.makeFolder(world.source() / "folder")
        }
        let root = try live.world.source()
        let ids = try (0...6).map { try $0 == 0 ? 0 : live.id(root / "\($0).wav") }
        try live.step("rename") { try Disk.move(root / "1.wav", to: root / "renamed.wav") }
        #expect(try live.id(root / "renamed.wav") == ids[1])
        try live.step("into a folder") { try Disk.move(root / "2.wav", to: root / "folder/2.wav") }
        #expect(try live.id(root / "folder/2.wav") == ids[2])
        try live.step("over a known file") { try Disk.move(root / "3.wav", to: root / "4.wav") }
        #expect(try live.id(root / "4.wav") == ids[3])
        try live.step("exchange") { try Disk.exchange(root / "5.wav", root / "6.wav") }
        #expect(try live.id(root / "5.wav") == ids[6])
        #expect(try live.id(root / "6.wav") == ids[5])
        try live.step("a chain of renames at once") {
            try Disk.move(root / "5.wav", to: root / "temporary.wav")
            try Disk.move(root / "6.wav", to: root / "5.wav")
            try Disk.move(root / "temporary.wav", to: root / "6.wav")
        }
        #expect(try live.id(root / "5.wav") == ids[5])
        #expect(try live.id(root / "6.wav") == ids[6])
    }

    @Test func `Copies and links are duplicates, and the next one takes over`() throws {
        let live = try Live("copy") { world in
            try Disk.write(Sounds.wav(1), to: world.source() / "original.wav")
        }
        let root = try live.world.source()
        let id = try live.id(root / "original.wav")
        try live.step("copy") { try Disk.copy(root / "original.wav", to: root / "copy/a.wav") }
        try live.step("hard link") {
            try Disk.hardLink(root / "original.wav", to: root / "copy/link.wav")
        }
        #expect(try live.world.views().duplicates.map(\.original) == [id, id])
        try live.step("the original goes") { try Disk.delete(root / "original.wav") }
        #expect(try live.world.views().row(of: root / "copy/a.wav")?.path == root / "copy/a.wav")
        #expect(try live.id(root / "copy/a.wav") == id)
        try live.step("a write through one name of two") {
            try Disk.hardLink(root / "copy/link.wav", to: root / "other name.wav")
            try Disk.append([0, 0, 0, 0], to: root / "copy/link.wav")
        }
        #expect(try live.id(root / "other name.wav") == live.id(root / "copy/link.wav"))
    }

    @Test func `A deleted file is marked, and comes back under its id`() throws {
        let live = try Live("delete") { world in
            try Disk.write(Sounds.wav(1), to: world.source() / "a.wav")
            try Disk.write(Sounds.wav(2), to: world.source() / "b.wav")
        }
        let root = try live.world.source()
        let id = try live.id(root / "a.wav")
        try live.step("delete") { try Disk.delete(root / "a.wav") }
        let marked = try live.world.views().files.filter(\.isDeleted)
        #expect(marked.map(\.id) == [id] && marked.map(\.path) == [root / "a.wav"])
        try live.step("return") { try Disk.write(Sounds.wav(1), to: root / "a.wav") }
        #expect(try live.id(root / "a.wav") == id)
        #expect(try live.world.views().files.filter(\.isDeleted).isEmpty)
    }

    @Test func `Only names that count are followed`() throws {
        let live = try Live("names") { world in
            try Disk.write(Sounds.wav(1), to: world.source() / "kept.wav")
        }
        let root = try live.world.source()
        try live.step("temporary file, then renamed over the target") {
            try Disk.write(Sounds.wav(2), to: root / "kept.wav.part")
            try Disk.move(root / "kept.wav.part", to: root / "kept.wav")
            try Disk.write(Sounds.wav(3), to: root / ".kept.wav.Xa41Bc")
            try Disk.move(root / ".kept.wav.Xa41Bc", to: root / "synced.wav")
            try Disk.write(Sounds.wav(4), to: root / "download.wav.crdownload")
        }
        try live.step("no longer audio by name") {
            try Disk.move(root / "synced.wav", to: root / "synced.wav.bak")
        }
        try live.step("audio by name at last") {
            try Disk.move(root / "download.wav.crdownload", to: root / "download.wav")
        }
        try live.step("into an excluded folder") {
            try Disk.makeFolder(root / "node_modules")
            try Disk.move(root / "download.wav", to: root / "node_modules/download.wav")
        }
        try live.step("out of it") {
            try Disk.move(root / "node_modules/download.wav", to: root / "back.wav")
        }
        try live.step("too small, then large enough") {
            try Disk.write(Array(Sounds.wav(5).prefix(1_000)), to: root / "small.wav")
            try Disk.append(Array(Sounds.wav(5).dropFirst(1_000)), to: root / "small.wav")
        }
    }

    @Test func `One name recreated many times has its last content`() throws {
        let live = try Live("again") { world in
            try Disk.write(Sounds.wav(0), to: world.source() / "again.wav")
        }
        let root = try live.world.source()
        try live.step("recreated 60 times") {
            for number in 1...60 {
                try Disk.delete(root / "again.wav")
                try Disk.write(Sounds.wav(number), to: root / "again.wav")
            }
        }
    }
}
