import TestSupport
import Testing

/// Files that go before anybody could look at them, and whole folders that go.
@Suite(.onThreads) struct VanishingFileTests {
    @Test func `Files that vanish before they are looked at leave no row and no problem`() throws {
        let live = try Live("vanish") { world in
            try Disk.write(Sounds.wav(0), to: world.source() / "kept.wav")
        }
        let root = try live.world.source()
        try live.step("300 while nobody could look") {
            live.daemon.freeze()
            defer { live.daemon.thaw() }
            for number in 1...300 {
                let path = root / "\(number % 3)/\(number).wav"
                try Disk.write(Sounds.wav(number), to: path)
                try Disk.delete(path)
            }
        }
        #expect(try live.world.views().files.map(\.path) == [root / "kept.wav"])
        #expect(try live.world.problems() == [:])
    }

    @Test func `Files that vanish while they are read leave nothing present and no problem`() throws
    {
        let live = try Live("vanish") { world in
            try Disk.write(Sounds.wav(0), to: world.source() / "kept.wav")
        }
        let root = try live.world.source()
        // Each lives for as long as some others need, so that they go at every moment of their examination.
        try live.step("400 one after the other") {
            for number in 1...400 {
                try Disk.write(Sounds.wav(number), to: root / "\(number).wav")
                let old = root / "\(number - number % 40).wav"
                if number > 40, try status(of: old) != nil { try Disk.delete(old) }
                if number > 8, try status(of: root / "\(number - 8).wav") != nil {
                    try Disk.delete(root / "\(number - 8).wav")
                }
            }
            for name in try names(in: root) where name != Array("kept.wav".utf8) {
                try Disk.delete(root / name)
            }
        }
        #expect(try live.world.views().present.map(\.path) == [root / "kept.wav"])
        #expect(try live.world.problems() == [:])
        #expect(try live.daemon.settling() == 0)
    }

    @Test func `rm -r of a folder deletes its rows, and nothing else`() throws {
        let live = try Live("rm") { world in
            let root = try world.source()
            for number in 0..<400 {
                try Disk.write(
                    Sounds.wav(number), to: root / "album/\(number % 25)/cd/\(number).wav")
            }
            for number in 400..<410 {
                try Disk.write(Sounds.wav(number), to: root / "album 2/\(number).wav")
            }
            try Disk.copy(root / "album/7/cd/7.wav", to: root / "kept/copy.wav")
        }
        let root = try live.world.source()
        let before = try live.world.views()
        let copied = try live.id(root / "kept/copy.wav")
        let gone = Set(before.present.filter { $0.path.isInside(root / "album") }.map(\.id))
        try live.step("rm -r") { try Disk.deleteTree(root / "album") }
        let after = try live.world.views()
        #expect(Set(after.files.filter(\.isDeleted).map(\.id)) == gone.subtracting([copied]))
        #expect(after.files.count == before.files.count)
        #expect(try live.id(root / "kept/copy.wav") == copied, "the copy takes over")
        #expect(after.present.count == 11)
    }
}
