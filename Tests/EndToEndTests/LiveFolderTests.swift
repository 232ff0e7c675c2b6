import TestSupport
import Testing

/// Whole folders change while the daemon watches.
@Suite(.onThreads) struct LiveFolderTests {
    @Test func `A folder renamed deep in the tree keeps every id`() throws {
        let live = try Live("rename") { world in
            for number in 1...12 {
                let place = try world.source() / "a/b/c/d\(number % 3)/\(number).wav"
                try Disk.write(Sounds.wav(number), to: place)
            }
        }
        let root = try live.world.source()
        let ids = try (1...12).map { try live.id(root / "a/b/c/d\($0 % 3)/\($0).wav") }
        try live.step("rename") { try Disk.move(root / "a/b", to: root / "a/renamed") }
        try live.step("and twice at once") {
            try Disk.move(root / "a/renamed/c", to: root / "a/renamed/first")
            try Disk.move(root / "a/renamed/first", to: root / "a/renamed/second")
        }
        try live.step("to another parent") {
            try Disk.move(root / "a/renamed/second", to: root / "elsewhere")
        }
        try live.step("with a change in it at once") {
            try Disk.move(root / "elsewhere", to: root / "last")
            try Disk.write(Sounds.wav(99), to: root / "last/d0/new.wav")
        }
        let after = try (1...12).map { try live.id(root / "last/d\($0 % 3)/\($0).wav") }
        #expect(after == ids)
    }

    @Test func `Two exchanged folders keep every id`() throws {
        let live = try Live("exchange") { world in
            for number in 1...5 {
                let root = try world.source()
                try Disk.write(Sounds.wav(number), to: root / "one/x/\(number).wav")
                try Disk.write(Sounds.wav(10 + number), to: root / "other/y/\(number).wav")
            }
        }
        let root = try live.world.source()
        let ids = try (1...5).map { try live.id(root / "one/x/\($0).wav") }
        try live.step("exchange") { try Disk.exchange(root / "one", root / "other") }
        #expect(try (1...5).map { try live.id(root / "other/x/\($0).wav") } == ids)
        try live.step("a folder with one inside it") {
            try Disk.exchange(root / "one/y", root / "other")
        }
        try live.step("a change below") {
            try Disk.write(Sounds.wav(77), to: root / "one/y/x/new.wav")
        }
    }

    @Test func `A folder moved out is deleted, and moved in again is found with its ids`() throws {
        let live = try Live("out") { world in
            for number in 1...6 {
                try Disk.write(
                    Sounds.wav(number), to: world.source() / "album/cd\(number % 2)/\(number).wav")
            }
        }
        let root = try live.world.source()
        let outside = DiskPath(live.world.folder.path) / "outside"
        let ids = try (1...6).map { try live.id(root / "album/cd\($0 % 2)/\($0).wav") }
        try live.step("out") { try Disk.move(root / "album", to: outside) }
        #expect(try live.world.views().files.count { $0.isDeleted } == 6)
        try live.step("changed outside") {
            try Disk.write(Sounds.wav(50), to: outside / "cd0/new.wav")
        }
        try live.step("in, under another name") { try Disk.move(outside, to: root / "returned") }
        #expect(try (1...6).map { try live.id(root / "returned/cd\($0 % 2)/\($0).wav") } == ids)
        try live.step("changed inside") {
            try Disk.write(Sounds.wav(51), to: root / "returned/cd1/n.wav")
        }
    }

    @Test func `Hundreds of nested folders made with files at once are all found`() throws {
        let live = try Live("burst") { world in
            try Disk.write(Sounds.wav(0), to: world.source() / "first.wav")
        }
        let root = try live.world.source()
        try live.step("300 folders") {
            for number in 1...100 {
                let folder = root / "burst/\(number)"
                try Disk.write(Sounds.wav(3 * number), to: folder / "a.wav")
                try Disk.write(Sounds.wav(3 * number + 1), to: folder / "deeper/b.wav")
                try Disk.write(Sounds.wav(3 * number + 2), to: folder / "deeper/still/c.wav")
            }
        }
        try live.step("half of it moved while new ones come") {
            for number in 1...50 {
                try Disk.move(root / "burst/\(number)", to: root / "moved \(number)")
                try Disk.write(Sounds.wav(1_000 + number), to: root / "moved \(number)/new/d.wav")
            }
        }
        try live.step("rm -r") { try Disk.deleteTree(root / "burst") }
        #expect(try live.world.views().present.count == 201)
    }

    @Test func `A folder whose name is used again is a new folder`() throws {
        let live = try Live("reuse") { world in
            try Disk.write(Sounds.wav(1), to: world.source() / "session/take.wav")
        }
        let root = try live.world.source()
        let id = try live.id(root / "session/take.wav")
        try live.step("renamed away, and made anew with other files") {
            try Disk.move(root / "session", to: root / "session old")
            try Disk.write(Sounds.wav(2), to: root / "session/take.wav")
        }
        #expect(try live.id(root / "session old/take.wav") == id)
        try live.step("deleted and made anew, twenty times") {
            for number in 1...20 {
                try Disk.deleteTree(root / "session")
                try Disk.write(Sounds.wav(100 + number), to: root / "session/sub/take.wav")
            }
        }
    }
}
