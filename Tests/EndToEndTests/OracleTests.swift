import Foundation
import SystemPackage
import TestSupport
import Testing

/// The oracle itself: it must see every kind of mistake, and none where there is none.
@Suite(.onThreads) struct OracleTests {
    /// From the reference implementation (xxhash 0.8, XXH64 with seed 0).
    @Test(arguments: [
        ("", "ef46db3751d8e999"), ("a", "d24ec4f1a98c6e5b"), ("abc", "44bc2cf5ad770999"),
        ("Nobody inspects the spammish repetition", "fbcea83c8a378bf1"),
    ])
    func `XXH64 gives the known hashes`(text: String, hash: String) {
        #expect(hexDigits(xxh64(Array(text.utf8))) == hash)
    }

    @Test func `Files share a group exactly when all their bytes are equal`() throws {
        let disk = try Example()
        let found = try walk([disk.source])
        let groups = Dictionary(grouping: found, by: \.group).values
            .map { $0.map { readable($0.path.name) }.sorted() }.sorted { $0[0] < $1[0] }
        #expect(groups == [["a.wav", "copy of a.wav"], ["b.wav"], ["trap.wav"]])
        #expect(Set(found.map(\.fingerprint)).count == 2, "the trap has the fingerprint of a")
    }

    @Test func `An exact catalogue has no differences`() throws {
        let example = try Example()
        #expect(try example.differences() == [])
    }

    /// One mistake each, and the word its message must hold.
    @Test(arguments: [
        ("DELETE FROM audio_files WHERE filename = 'b.wav'", "b.wav", "not in the catalogue"),
        ("UPDATE audio_files SET deleted = 1 WHERE filename = 'b.wav'", "b.wav", "not in the cat"),
        ("DELETE FROM duplicate_paths", "copy of a.wav", "not in the catalogue"),
        (
            "UPDATE audio_files SET path = path || 'x', filename = filename || 'x' WHERE id = 2",
            "b.wavx", "not on the disk"
        ),
        ("UPDATE audio_files SET file_size = 7 WHERE id = 2", "b.wav", "size"),
        ("UPDATE audio_files SET source_root = 'other' WHERE id = 2", "b.wav", "source"),
        (
            "UPDATE audio_files SET file_hash = '0000000000000000' WHERE id = 2", "b.wav",
            "fingerprint"
        ),
        ("UPDATE audio_files SET filename = 'c.wav' WHERE id = 2", "b.wav", "name"),
        ("UPDATE audio_files SET directory = '/' WHERE id = 2", "b.wav", "folder"),
        (
            "UPDATE audio_files SET modified_at = '2001-02-03T04:05:06' WHERE id = 2", "b.wav",
            "modified"
        ),
        ("UPDATE duplicate_paths SET original_id = 3", "copy of a.wav", "other bytes"),
        ("UPDATE duplicate_paths SET original_id = 99", "copy of a.wav", "does not have"),
        (
            "INSERT INTO duplicate_paths SELECT 9, file_hash, id, path, file_size, source_root, '' "
                + "FROM audio_files WHERE id = 2", "b.wav", "2 times"
        ),
        (
            "UPDATE audio_files SET file_hash = substr(file_hash, 1, 16) WHERE id = 3", "trap.wav",
            "should be"
        ),
    ])
    func `Every mistake is named`(sql: String, path: String, word: String) throws {
        let example = try Example()
        try example.database.execute(sql)
        let differences = try example.differences()
        #expect(
            differences.contains { $0.contains(path) && $0.contains(word) }, "\(differences)")
    }

    @Test func `JSON tells truth from numbers, pages from lines`() throws {
        let value = try JSON(Data(#"{"a": true, "n": 1, "d": 0.5, "z": null, "s": "x"}"#.utf8))
        #expect(value["a"].bool == true && value["a"].number == nil)
        #expect(value["n"].integer == 1 && value["n"].bool == nil && value["d"].integer == nil)
        #expect(value["z"].string == nil && value["s"].string == "x")
        #expect(try JSON.items(Data("{\"path\": \"/a\"}\n{\"path\": \"/b\"}\n".utf8)).count == 2)
        #expect(try JSON.items(Data(#"{"hits": [{}, {}, {}], "next": null}"#.utf8)).count == 3)
        #expect(try JSON.items(Data("[]".utf8)).isEmpty)
        let bytes = try JSON(Data(#"{"path": "/a", "path_base64": "L/8="}"#.utf8))
        #expect(bytes.path?.bytes == [0x2F, 0xFF])
    }

    @Test func `A changed byte on the disk is seen`() throws {
        let example = try Example()
        let path = example.source.path / "copy of a.wav"
        try Disk.overwrite([1], at: 150_000, of: path)
        #expect(try example.differences().contains { $0.contains("other bytes") })
    }

    @Test func `Excluded, small and foreign files do not belong into a catalogue`() throws {
        let folder = try TemporaryFolder("rules")
        let root = DiskPath(folder.path)
        let sound = [UInt8](repeating: 7, count: 2_000)
        for name in [
            "node_modules/p/x.wav", ".git/lfs/o.wav", "._x.wav", "notes.txt", "wav", ".wav",
            "x.wav.part", "skip me/x.wav", "inner/x.wav",
        ] { try Disk.write(sound, to: root / name) }
        try Disk.write([0, 5, 0x16, 7] + sound, to: root / "resource.wav")
        try Disk.write(Array(sound.prefix(1_023)), to: root / "small.wav")
        try Disk.symbolicLink(to: root / "hidden/.Kick.WAV", at: root / "link.wav")
        try Disk.makeFIFO(root / "fifo.wav")
        try Disk.write(Array(sound.prefix(1_024)), to: root / "hidden/.Kick.WAV")
        try Disk.write(sound, to: root / [0x66, 0xFF, 0x2E, 0x6D, 0x70, 0x33])
        let found = try walk([
            DiskSource(name: "a", path: root, excludedNames: ["skip me"]),
            DiskSource(name: "inner", path: root / "inner"),
        ])
        #expect(
            found.map { "\($0.source): \(readable($0.path.name))" } == [
                "a: f\\xff.mp3", "a: .Kick.WAV", "inner: x.wav",
            ])
    }
}

/// Four files, and the catalogue that they must give, written without the product.
private final class Example {
    let folder: TemporaryFolder
    let source: DiskSource
    let database: DatabaseFile

    init() throws {
        folder = try TemporaryFolder("oracle")
        source = DiskSource(name: "music", path: DiskPath(try folder.folder("music")))
        var chance = Chance(seed: 5)
        let noise = chance.bytes(200_000)
        var trap = noise
        trap[100_000] ^= 1
        for (name, bytes) in [
            ("a.wav", noise), ("b.wav", Array(noise.prefix(70_000))), ("copy of a.wav", noise),
            ("trap.wav", trap),
        ] {
            try Disk.write(bytes, to: source.path / name)
            try Disk.setModified(
                source.path / name, seconds: 1_700_000_000, nanoseconds: 123_456_789)
        }
        database = try DatabaseFile(folder.appending("c.db").string, writing: true)
        try database.execute(
            """
            CREATE TABLE audio_files (id, path, filename, directory, source_root, file_size,
                file_hash, duration_secs, sample_rate, channels, format, bit_depth, modified_at,
                scanned_at, deleted);
            CREATE TABLE duplicate_paths (id, file_hash, original_id, duplicate_path,
                duplicate_size, source_root, found_at);
            """)
        try fill()
    }

    func differences() throws -> [String] {
        Oracle.differences(between: try walk([source]), and: try SeedViews(database))
    }

    private func fill() throws {
        let large = try fingerprint(of: contents(of: source.path / "a.wav"))
        let small = try fingerprint(of: contents(of: source.path / "b.wav"))
        let time = localTimes(seconds: 1_700_000_000, nanoseconds: 123_456_789).sorted()[0]
        for (id, name, hash, size) in [
            (1, "a.wav", large, 200_000), (2, "b.wav", small, 70_000),
            (3, "trap.wav", large + "-3", 200_000),
        ] {
            _ = try database.rows(
                "INSERT INTO audio_files VALUES "
                    + "(?, ?, ?, ?, 'music', ?, ?, 1.0, 44100, 1, 'wav', 16, ?, '', 0)",
                [
                    .integer(id), .text((source.path / name).bytes), .text(Array(name.utf8)),
                    .text(source.path.bytes), .integer(size), .text(Array(hash.utf8)),
                    .text(Array(time.utf8)),
                ])
        }
        _ = try database.rows(
            "INSERT INTO duplicate_paths VALUES (1, ?, 1, ?, 200000, 'music', '')",
            [.text(Array(large.utf8)), .text((source.path / "copy of a.wav").bytes)])
    }
}
