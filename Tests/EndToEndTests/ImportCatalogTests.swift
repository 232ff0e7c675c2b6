import Foundation
import SystemPackage
import TestSupport
import Testing

/// The catalogue of the original tool, as it made one, and what is taken over of it.
@Suite(.onThreads) struct ImportCatalogTests {
    private static let schema = """
        CREATE TABLE audio_files (
            id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL, filename TEXT NOT NULL,
            directory TEXT NOT NULL, source_root TEXT NOT NULL, file_size INTEGER NOT NULL,
            file_hash TEXT NOT NULL, duration_secs REAL, sample_rate INTEGER, channels INTEGER,
            format TEXT, bit_depth INTEGER, modified_at TEXT NOT NULL,
            scanned_at TEXT NOT NULL DEFAULT (datetime('now')),
            deleted INTEGER NOT NULL DEFAULT 0, UNIQUE (file_hash));
        CREATE TABLE duplicate_paths (
            id INTEGER PRIMARY KEY AUTOINCREMENT, file_hash TEXT NOT NULL,
            original_id INTEGER NOT NULL REFERENCES audio_files (id),
            duplicate_path TEXT NOT NULL, duplicate_size INTEGER, source_root TEXT,
            found_at TEXT NOT NULL DEFAULT (datetime('now')), UNIQUE (duplicate_path));
        """

    /// The old tool's hash: XXH64 over head, tail and size.
    private func hash(_ bytes: [UInt8]) -> String {
        let chunk = 65_536
        let tail = bytes.count > chunk ? Array(bytes.suffix(chunk)) : []
        return hexDigits(xxh64(bytes.prefix(chunk) + tail + Array(String(bytes.count).utf8)))
    }

    private func add(
        _ database: DatabaseFile, _ path: DiskPath, source: String, hash: String, size: Int,
        scanned: String = "2021-03-04 10:20:30", deleted: Int = 0
    ) throws {
        _ = try database.rows(
            """
            INSERT INTO audio_files (path, filename, directory, source_root, file_size, file_hash,
                modified_at, scanned_at, deleted) VALUES (?, '', '', ?, ?, ?, '', ?, ?)
            """,
            [
                .text(path.bytes), .text(Array(source.utf8)), .integer(size),
                .text(Array(hash.utf8)), .text(Array(scanned.utf8)), .integer(deleted),
            ])
    }

    /// A world without sources, a folder of sounds, and an old catalogue of them and of others.
    private func make() throws -> (world: World, old: String, music: DiskPath) {
        let world = try World("import", sources: [])
        let music = DiskPath(try world.folder.folder("disk/Music"))
        let old = world.folder.appending("old/audio.db").string
        _ = try world.folder.folder("old")
        let making = world.folder.appending("making.db").string
        let database = try DatabaseFile(making, writing: true)
        try database.execute("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0")
        try database.execute(Self.schema)
        for number in 1...3 {
            let bytes = try Sounds.wav(number)
            try Disk.write(bytes, to: music / "take \(number).wav")
            // The third was another one when the old tool saw it.
            try add(
                database, music / "Takes/old name \(number).wav", source: "music",
                hash: number == 3 ? "00000000000000aa" : hash(bytes), size: bytes.count,
                scanned: number == 2 ? "2019-01-02T03:04:05.5" : "2021-03-04 10:20:30")
        }
        let large = try Sounds.bytes(Sound(seconds: 2), "wav")
        try Disk.write(large, to: music / "large.wav")
        try add(
            database, music / "large.wav", source: "music", hash: hash(large), size: large.count)
        try add(
            database, music / "take 1.wav", source: "music", hash: "00000000000000bb", size: 7)
        try add(
            database, DiskPath(FilePath("/mnt/none/Loops/a.wav")), source: "drive",
            hash: "00000000000000cc", size: 7)
        try add(
            database, DiskPath(FilePath("/a.wav")), source: "root", hash: "00000000000000dd",
            size: 7)
        try add(
            database, music / "x.wav", source: "music", hash: "no hash", size: 7)
        try add(
            database, music / "y.wav", source: "music", hash: "00000000000000ee", size: 7,
            deleted: 1)
        try database.execute(
            """
            INSERT INTO duplicate_paths (file_hash, original_id, duplicate_path, source_root)
            VALUES ('', 1, '\((music / "copy.wav").text)', 'music')
            """)
        // As a tool that was killed leaves it: everything stands in the log.
        for end in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: making + end, toPath: old + end)
        }
        let sizes = try ["", "-wal"].map { end in
            try FileManager.default.attributesOfItem(atPath: old + end)[.size] as? Int ?? 0
        }
        try #require(sizes[0] < sizes[1], "\(sizes)")
        return (world, old, music)
    }

    private func run(_ world: World, _ arguments: String...) throws -> ProgramResult {
        try TestSupport.run(
            builtProgram("audiowatch"),
            ["import-catalog"] + arguments + ["--config", world.configuration],
            environment: world.environment)
    }

    private func state(_ folder: String) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        return try Dictionary(
            uniqueKeysWithValues: names.map { name in
                (name, try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
            })
    }

    @Test func `Sources and dates are taken over, and the rest is counted and said`() throws {
        let (world, old, music) = try make()
        let folder = world.folder.appending("old").string
        let before = try state(folder)
        let dry = try JSON(run(world, old, "--dry-run", "--json").output)
        #expect(try Shape(named: "imported").faults(in: dry) == [])
        #expect(dry["sounds"].integer == 8)
        #expect(dry["copies"].integer == 1)
        #expect(dry["deleted"].integer == 1)
        let sources = dry["sources"].array
        #expect(sources.map { $0["name"].string } == ["drive", "music", "root"])
        #expect(sources.map { $0["state"].string } == ["missing", "proposed", "scattered"])
        #expect(sources.map { $0["files"].integer } == [1, 7, 1])
        #expect(sources.dropFirst().first?["path"]["path"].string == music.text)
        #expect(dry["firstSeen"]["notCatalogued"].integer == 8)
        // Nobody to ask, and nobody who said yes.
        let asked = try run(world, old)
        #expect(asked.status == 0 && asked.errorText.contains("--yes"), "\(asked.errorText)")
        #expect(try world.audiowatch("source", "list", "--json").text.contains("music") == false)
        let added = try run(world, old, "--yes")
        #expect(added.status == 0, "\(added.errorText)")
        #expect(added.errorText.contains("added source music"), "\(added.errorText)")

        try world.succeed("scan", "--wait")
        let dates = try JSON(run(world, old, "--json").output)["firstSeen"]
        #expect(dates["taken"].integer == 3)
        #expect(dates["changed"].integer == 1)
        #expect(dates["gone"].integer == 1)
        #expect(dates["notCatalogued"].integer == 2)
        #expect(dates["unreadable"].integer == 1)
        func seen(_ name: String) throws -> Double? {
            try JSON(world.succeed("show", (music / name).text, "--json").output)["firstSeenAt"]
                .number
        }
        #expect(try seen("take 1.wav") == 1_614_853_230)
        #expect(try seen("take 2.wav") == 1_546_398_245)
        #expect(try seen("take 3.wav") == nil)
        #expect(try seen("large.wav") == 1_614_853_230)
        // Once more, through the daemon: everything is known, and the source is watched.
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        let again = try JSON(run(world, old, "--json").output)
        #expect(again["firstSeen"]["taken"].integer == 0)
        #expect(again["firstSeen"]["known"].integer == 3)
        #expect(again["sources"].array.map { $0["state"].string }.contains("watched"))
        let read = try run(world, old)
        #expect(read.text.contains("known before"), "\(read.text)")
        // Rows of the old catalogue never became rows of this one.
        #expect(try world.audiowatch("search", "old name", "--json").status == 1)
        #expect(try state(folder) == before, "the old files are as they were")
        let cache = world.folder.appending("xdg/cache").string
        let left = try FileManager.default.subpathsOfDirectory(atPath: cache)
        #expect(left.allSatisfy { !$0.contains("import-") }, "\(left)")
    }

    @Test func `What is no old catalogue, or half of one, is refused by name`() throws {
        let (world, old, _) = try make()
        func refused(_ path: String) throws -> String {
            let result = try run(world, path)
            #expect(result.status != 0 && result.output.isEmpty)
            #expect(result.errorText.contains(path), "\(result.errorText)")
            return result.errorText
        }
        #expect(try refused("/none.db").contains("no such file"))
        let text = world.folder.appending("text.db").string
        try Data(repeating: 0x41, count: 5_000).write(to: URL(filePath: text))
        #expect(try refused(text).contains("no SQLite database"))
        let other = world.folder.appending("other.db").string
        try DatabaseFile(other, writing: true).execute("CREATE TABLE songs (id)")
        #expect(try refused(other).contains("no table audio_files"))
        let half = world.folder.appending("half.db").string
        try DatabaseFile(half, writing: true).execute("CREATE TABLE audio_files (id, path)")
        #expect(try refused(half).contains("file_hash"))
        // The log is gone with the last writer; a page of the file itself is lost.
        let damaged = world.folder.appending("damaged.db").string
        let copy = try DatabaseFile(damaged, writing: true)
        try copy.execute(Self.schema)
        for number in 0..<2_000 {
            try add(
                copy, DiskPath(FilePath("/m/n/\(number).wav")), source: "m",
                hash: hexDigits(UInt64(number)), size: 1)
        }
        let handle = try FileHandle(forUpdating: URL(filePath: damaged))
        try handle.seek(toOffset: 5 * 4_096)
        try handle.write(contentsOf: Data(repeating: 0xff, count: 4 * 4_096))
        try handle.close()
        #expect(try refused(damaged).contains("damaged"))
        try world.succeed("source", "add", world.folder.appending("disk/Music").string)
        try world.succeed("scan", "--wait")
        #expect(try refused(world.database).contains("today's audiowatch"))
        #expect(try run(world, old, "--dry-run").status == 0)
    }
}
