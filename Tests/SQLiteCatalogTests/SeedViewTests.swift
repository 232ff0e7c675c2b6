import AudiowatchCore
import Foundation
import GRDB
import SystemPackage
import TestSupport
import Testing

@testable import SQLiteCatalog

/// The old tool's tables, as views: anyone's SQL still runs.
struct SeedViewTests {
    @Test func `the views have the old columns in the old order`() throws {
        let shelf = try Shelf()
        let columns = { (view: String) in
            try shelf.texts("SELECT name FROM pragma_table_info('\(view)') ORDER BY cid")
        }
        #expect(
            try columns("audio_files") == [
                "id", "path", "filename", "directory", "source_root", "file_size", "file_hash",
                "duration_secs", "sample_rate", "channels", "format", "bit_depth", "modified_at",
                "scanned_at", "deleted",
            ])
        #expect(
            try columns("duplicate_paths") == [
                "id", "file_hash", "original_id", "duplicate_path", "duplicate_size", "source_root",
                "found_at",
            ])
    }

    @Test func `a row of the view says what the old table said`() throws {
        let shelf = try Shelf()
        try shelf.directory(2, "kicks")
        try shelf.look(
            "Kick.wav", in: 2, .bytes(0xfedc_ba98_7654_3210, .of(inode: 10), .wav(1.5)))
        let row = try shelf.catalog.read { try Row.fetchOne($0, sql: "SELECT * FROM audio_files") }
        #expect(row?["path"] == "/music/kicks/Kick.wav")
        #expect(row?["filename"] == "Kick.wav")
        #expect(row?["directory"] == "/music/kicks")
        #expect(row?["source_root"] == "music")
        #expect(row?["file_size"] == 500)
        #expect(row?["file_hash"] == "fedcba9876543210")
        #expect(row?["duration_secs"] == 1.5)
        #expect(row?["format"] == "wav")
        #expect(row?["deleted"] == 0)
        #expect(row?["scanned_at"] == "1970-01-01 00:00:01")
    }

    @Test(arguments: [
        (0, ""), (1_700_000_000_123_456_789, ".123457"), (1_700_000_000_000_000_400, ""),
        (1_700_000_000_999_999_700, "+1"), (-1_500_000_000, ".500000"), (5_000, ".000005"),
    ])
    func `times are local ISO text as Python writes it`(_ modified: Int64, _ fraction: String)
        throws
    {
        let shelf = try Shelf()
        try shelf.look("a.wav", .bytes(1, .of(inode: 10, modified: modified)))
        var seconds = time_t(Int((Double(modified) / 1e9).rounded(.down)))
        if fraction == "+1" { seconds += 1 }
        var parts = tm()
        localtime_r(&seconds, &parts)
        var text = [CChar](repeating: 0, count: 64)
        strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
        let wanted = text.withUnsafeBufferPointer { buffer in
            String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
        let suffix = fraction == "+1" ? "" : fraction
        #expect(try shelf.texts("SELECT modified_at FROM audio_files") == [wanted + suffix])
    }

    @Test func `a path is text unless a part of it is no UTF-8, and then its exact bytes`() throws {
        let shelf = try Shelf()
        let odd = FileName(bytes: Array("caf".utf8) + [0xe9])
        try shelf.directory(2, odd)
        try shelf.look("in.wav", in: 2, .bytes(1, .of(inode: 10)))
        try shelf.look(FileName(bytes: [0xff] + Array(".wav".utf8)), .bytes(1, .of(inode: 11), nil))
        try shelf.look("Grün 🎧.wav", .bytes(3, .of(inode: 12)))
        let rows = try shelf.rows("SELECT path FROM audio_files ORDER BY id").flatMap(\.self)
        #expect(
            rows == [
                Data(Array("/music/caf".utf8) + [0xe9] + Array("/in.wav".utf8)).databaseValue,
                "/music/Grün 🎧.wav".databaseValue,
            ])
        #expect(
            try shelf.rows("SELECT duplicate_path FROM duplicate_paths").flatMap(\.self)
                == [Data(Array("/music/".utf8) + [0xff] + Array(".wav".utf8)).databaseValue])
        #expect(
            try shelf.catalog.folder(Directory.ID(rawValue: 2)).files.keys.map(\.display) == [
                "in.wav"
            ]
        )
        #expect(try shelf.catalog.location(of: Directory.ID(rawValue: 2))?.names == [odd])
        let text = try shelf.texts("SELECT typeof(path) FROM audio_files ORDER BY id")
        #expect(text == ["blob", "text"])
    }

    @Test func `a source at the root of the file system has no doubled slash`() throws {
        let shelf = try Shelf(sourcePath: "/")
        let events = try shelf.look("a.wav", .bytes(1, .of(inode: 10)))
        #expect(try shelf.texts("SELECT path FROM audio_files") == ["/a.wav"])
        #expect(events.first?.path == Array("/a.wav".utf8))
    }

    @Test func `a name of SQL and control characters is only a name`() throws {
        let shelf = try Shelf()
        let name = FileName("'; DROP TABLE files; --\n\u{1b}[31m.wav")
        try shelf.look(name, .bytes(1, .of(inode: 10)))
        #expect(try shelf.catalog.folder(Shelf.root).files[name] != nil)
    }
}
