import TestSupport
import Testing

/// A folder's new name is no news of its files.
@Suite(.onThreads) struct FolderRenameTests {
    @Test func `A folder renamed deep in the tree, twice, keeps ids and properties unread`() throws
    {
        let live = try Live("rename") { world in
            let root = try world.source()
            for number in 0..<120 {
                let place = root / "a/b/c/d/\(number % 6)/e\(number % 2)/\(number).wav"
                try Disk.write(Sounds.wav(number), to: place)
            }
            try Disk.copy(root / "a/b/c/d/0/e0/0.wav", to: root / "a/b/c/d/copy/0.wav")
        }
        let root = try live.world.source()
        let before = try known(live, below: root / "a/b/c/d")
        let work = try live.daemon.workDone()
        #expect(before.count == 121)
        try live.step("renamed") { try Disk.move(root / "a/b/c", to: root / "a/b/new") }
        try live.step("renamed again, twice at once") {
            try Disk.move(root / "a/b/new", to: root / "a/b/newer")
            try Disk.move(root / "a/b/newer", to: root / "newest")
        }
        #expect(try known(live, below: root / "newest/d") == before)
        #expect(try live.daemon.workDone() == work, "no file is opened, none is probed")
    }

    @Test func `Files deleted in a folder that goes to another source at once are gone there`()
        throws
    {
        let live = try Live("rename", sources: ["music", "samples"]) { world in
            let (music, samples) = (try world.source(), try world.source("samples"))
            for number in 0..<12 {
                try Disk.write(Sounds.wav(number), to: music / "there/\(number)/inner/a.wav")
                try Disk.write(Sounds.wav(20 + number), to: samples / "here/\(number)/p/b.wav")
                try Disk.write(Sounds.wav(40 + number), to: samples / "here/\(number)/p/kept.wav")
            }
        }
        let (music, samples) = (try live.world.source(), try live.world.source("samples"))
        try live.step("deleted, and the folder exchanged") {
            for number in 0..<6 {
                try Disk.delete(samples / "here/\(number)/p/b.wav")
                try Disk.exchange(samples / "here/\(number)", music / "there/\(number)")
            }
        }
        try live.step("deleted, and the folder moved") {
            for number in 6..<12 {
                try Disk.delete(samples / "here/\(number)/p/b.wav")
                try Disk.move(samples / "here/\(number)", to: music / "moved \(number)")
            }
        }
    }

    @Test func `A folder that was in another source for a moment is back with all its files`()
        throws
    {
        let live = try Live("rename", sources: ["music", "samples"]) { world in
            let root = try world.source()
            for number in 0..<12 {
                try Disk.write(
                    Sounds.wav(number), to: root / "pack/\(number % 3)/inner/\(number).wav")
            }
            try Disk.write(Sounds.wav(20), to: root / "pack/top.wav")
        }
        let (music, samples) = (try live.world.source(), try live.world.source("samples"))
        try live.step("there, and back as soon as it was found there") {
            try Disk.move(music / "pack", to: samples / "pack")
            try until("it is found there") {
                try live.world.views().id(of: samples / "pack/0/inner/0.wav") != nil
            }
            try Disk.write(Sounds.wav(21), to: samples / "pack/1/written there.wav")
            try Disk.delete(samples / "pack/2/inner/2.wav")
            try Disk.move(samples / "pack", to: music / "pack")
            try Disk.write(Sounds.wav(22), to: music / "pack/1/inner/written here.wav")
        }
        try live.step("an inner folder of it, several times") {
            for number in 0..<20 {
                try Disk.move(music / "pack/0", to: samples / "0")
                try Disk.write(Sounds.wav(100 + number), to: samples / "0/inner/\(number).wav")
                if number % 4 == 0 {
                    try until("it is found there") {
                        try live.world.views().id(of: samples / "0/inner/\(number).wav") != nil
                    }
                }
                try Disk.move(samples / "0", to: music / "pack/0")
            }
        }
    }

    private struct Known: Equatable {
        let id: Int
        let duration: Double?
        let rate: Int?
        let channels: Int?
        let format: String?
        let bits: Int?
    }

    /// What the catalogue knows of every file below a folder, by its path from there on.
    private func known(_ live: Live, below folder: DiskPath) throws -> [[UInt8]: Known] {
        let views = try live.world.views()
        let paths = views.present.map(\.path) + views.duplicates.map(\.path)
        return Dictionary(
            paths.filter { $0.isInside(folder) }.compactMap { path in
                views.row(of: path).map { row in
                    (
                        Array(path.bytes.dropFirst(folder.bytes.count)),
                        Known(
                            id: row.id, duration: row.duration, rate: row.rate,
                            channels: row.channels, format: row.format, bits: row.bits)
                    )
                }
            }
        ) { first, _ in first }
    }
}
