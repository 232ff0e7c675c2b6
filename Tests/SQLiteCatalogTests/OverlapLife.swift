import AudiowatchCore
import Foundation
import GRDB
import TestSupport

@testable import SQLiteCatalog

/// Rows that come, change and go at random: what the writer may do to them, and some that it never does.
struct OverlapLife {
    let rows: QueryFixture
    var chance: SeededRandom
    var next: Int64 = 1
    private static let sources: [Int64] = [1, 2, 3, 4, 5]
    private static let sizes: [Int64] = [0, 10, 10, 300_000, 300_000, .max]

    init(rows: QueryFixture, chance: SeededRandom) {
        self.rows = rows
        self.chance = chance
    }

    func begin() throws {
        try rows.source(1, "music", "/m")
        try rows.source(2, "samples", "/s", state: "offline")
        try rows.source(3, "backup", "/b", role: "backup")
        try rows.source(4, "former", "/f", configured: false)
        try rows.source(5, "attic", "/a", role: "backup")
    }

    mutating func change() throws {
        let db = rows.db
        let files = try Int64.fetchAll(db, sql: "SELECT id FROM files ORDER BY id")
        let contents = try Int64.fetchAll(db, sql: "SELECT id FROM contents ORDER BY id")
        let file = files.isEmpty ? 0 : chance.pick(files)
        let content = contents.isEmpty ? nil : chance.pick(contents)
        next += 1
        switch chance.below(20) {
        case 0...3: try addContent()
        case 4...10:
            try addFile(in: chance.pick(Self.sources), of: chance.below(12) == 0 ? nil : content)
        case 11:
            try db.execute(
                sql: "UPDATE files SET deleted_at = 5 WHERE id = ? AND deleted_at IS NULL",
                arguments: [file])
        case 12:
            try db.execute(
                sql: "UPDATE files SET deleted_at = NULL WHERE id = ?", arguments: [file])
        case 13: try db.execute(sql: "DELETE FROM files WHERE id = ?", arguments: [file])
        case 14:
            try db.execute(
                sql: "UPDATE files SET content_id = ? WHERE id = ?", arguments: [content, file])
        case 15:
            try db.execute(
                sql: "UPDATE files SET inode = ?, born = ? WHERE id = ?",
                arguments: [1 + chance.below(9), chance.below(2), file])
        case 16:
            let folder = chance.pick(Self.sources) * 100
            try db.execute(
                sql: "UPDATE files SET source_id = ? / 100, directory_id = ? WHERE id = ?",
                arguments: [folder, folder, file])
        case 17:
            try db.execute(
                sql: "UPDATE contents SET digest = ? WHERE id = ?",
                arguments: [chance.below(3) == 0 ? nil : digest(), content])
        case 18:
            try db.execute(
                sql: "UPDATE contents SET fingerprint = ?, size = ?, digest = NULL WHERE id = ?",
                arguments: [chance.below(4), chance.pick(Self.sizes), content])
            try db.execute(
                sql: "UPDATE contents SET format = ?, duration = ? WHERE id = ?",
                arguments: [
                    chance.pick([nil, "wav", "flac"]), chance.pick([nil, 0.25, 3_600]), content,
                ])
        default:
            let source = chance.pick(Self.sources)
            try db.execute(
                sql: "UPDATE sources SET role = ?, configured = ? WHERE id = ?",
                arguments: [
                    chance.below(2) == 0 ? "working" : "backup", chance.below(4) > 0, source,
                ])
        }
    }

    private mutating func addContent() throws {
        try rows.content(
            next, fingerprint: Int64(chance.below(4)), size: chance.pick(Self.sizes),
            digest: chance.below(3) == 0 ? digest() : nil)
        for _ in 0..<chance.below(3) {
            next += 1
            try addFile(in: chance.pick(Self.sources), of: next - 1)
        }
    }

    /// Few inodes, so that many are hard links, also across sources.
    private mutating func addFile(in source: Int64, of content: Int64?) throws {
        let known = try content.map {
            try Bool.fetchOne(
                rows.db, sql: "SELECT count(*) FROM contents WHERE id = ?", arguments: [$0])
                ?? false
        }
        try rows.file(
            next, in: source * 100, FileName("\(next).wav"), content: known == true ? content : nil,
            inode: Int64(1 + chance.below(9)), deletedAt: chance.below(6) == 0 ? 3 : nil)
        try rows.db.execute(
            sql: "UPDATE files SET born = ? WHERE id = ?", arguments: [chance.below(2), next])
    }

    private mutating func digest() -> Data {
        Data((0..<16).map { _ in UInt8(truncatingIfNeeded: chance.next()) })
    }

    /// Counters that are not what a count of the rows gives.
    func wrongCounters() throws -> [String] {
        try Counters.all.filter { counter in
            try Counters.rows(counter.recorded, in: rows.db)
                != Counters.rows(counter.counted, in: rows.db)
        }.map(\.name)
    }
}
