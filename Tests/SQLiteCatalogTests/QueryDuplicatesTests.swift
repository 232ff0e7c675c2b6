import AudiowatchCore
import Foundation
import GRDB
import Testing

@testable import SQLiteCatalog

@Suite struct QueryDuplicatesTests {
    private func groups(_ rows: QueryFixture, after: DuplicateCursor? = nil) throws
        -> [DuplicateGroup]
    {
        var groups: [DuplicateGroup] = []
        try Duplicates(rows.db).run(DuplicateQuestion(after: after)) {
            groups.append($0)
            return true
        }
        return groups
    }

    @Test func `hard links and backups waste nothing`() throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "work", "/w")
            try rows.source(2, "safe", "/b", role: "backup")
            try rows.content(1, size: 500)
            try rows.file(1, in: 100, "a.wav", content: 1, inode: 11)
            try rows.file(2, in: 100, "b.wav", content: 1, inode: 11)
            try rows.file(3, in: 100, "c.wav", content: 1, inode: 12)
            try rows.file(4, in: 200, "d.wav", content: 1, inode: 11)
            try rows.content(2, size: 9_000)
            try rows.file(5, in: 100, "alone.wav", content: 2)
            let group = try #require(try groups(rows).first)
            #expect(try groups(rows).count == 1)
            #expect(group.members.map(\.kind) == [.original, .hardLink, .copy, .copy])
            #expect(group.wasted == 500)
            #expect(group.members.last?.role == .backup)
        }
    }

    @Test func `groups come by the bytes to free, page by page`() throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "work", "/w")
            for (id, size) in [(1, 10), (2, 30), (3, 20), (4, 20)] as [(Int64, Int64)] {
                try rows.content(id, size: size)
                try rows.file(id * 10, in: 100, FileName("a\(id)"), content: id)
                try rows.file(id * 10 + 1, in: 100, FileName("b\(id)"), content: id)
            }
            #expect(try groups(rows).map { $0.content.rawValue } == [2, 4, 3, 1])
            var seen: [Int64] = []
            var cursor: DuplicateCursor?
            while let group = try groups(rows, after: cursor).first, seen.count < 9 {
                seen.append(group.content.rawValue)
                cursor = DuplicateCursor(group.place.description)
            }
            #expect(seen == [2, 4, 3, 1])
        }
    }

    @Test func `close groups come first and common names last`() throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "work", "/w")
            var next: Int64 = 1
            func group(_ name: String, _ number: Int, close: Bool) throws {
                let leader = next
                for _ in 0..<number {
                    try rows.content(next, duration: Double(next), baseName: name)
                    try rows.file(next, in: 100, FileName("\(name) \(next)"), content: next)
                    try rows.db.execute(
                        sql: "INSERT INTO near VALUES (?, ?, ?, ?)",
                        arguments: [next, leader, name, next == leader || close])
                    next += 1
                }
            }
            try group("audio 1", 21, close: true)
            try group("vocal", 2, close: false)
            try group("snare", 3, close: true)
            var found: [NearGroup] = []
            try NearDuplicates(rows.db).run {
                found.append($0)
                return true
            }
            #expect(found.map(\.baseName) == ["snare", "vocal", "audio 1"])
            #expect(found.map(\.kind) == [.close, .loose, .commonName])
            #expect(found.map(\.count) == [3, 2, 21])
            #expect(found.map(\.members.count) == [3, 2, 20])
            #expect(found.last?.members.first?.id.rawValue == 1)
        }
    }
}
