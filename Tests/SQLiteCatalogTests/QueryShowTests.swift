import AudiowatchCore
import Foundation
import GRDB
import SystemPackage
import Testing

@testable import SQLiteCatalog

@Suite struct QueryShowTests {
    @Test func `a path finds the present row before a deleted one, and the inner source's first`()
        throws
    {
        try QueryFixture.with { rows throws in
            try rows.source(1, "outer", "/m")
            try rows.source(2, "inner", "/m/in")
            try rows.directory(101, in: 100, "d")
            try rows.directory(102, in: 100, "was", goneAt: 5)
            try rows.content(1)
            try rows.file(1, in: 101, "a.wav", content: 1, deletedAt: 4)
            try rows.file(2, in: 101, "a.wav", content: 1)
            try rows.file(3, in: 102, "b.wav", content: 1, deletedAt: 5)
            try rows.file(4, in: 200, "c.wav", content: 1)
            let bytes = FileName(bytes: [0xfe, 0x2e, 0x77])
            try rows.file(5, in: 101, bytes, content: 1)
            let lookup = try FileLookup(rows.db)
            #expect(try lookup.find("/m/d/a.wav") == .present(File.ID(rawValue: 2)))
            #expect(try lookup.find("/m/was/b.wav") == .deleted(File.ID(rawValue: 3)))
            #expect(try lookup.find("/m/in/c.wav") == .present(File.ID(rawValue: 4)))
            #expect(
                try lookup.find(FilePath("/m/d").child(bytes)) == .present(File.ID(rawValue: 5)))
            #expect(try lookup.find("/m/d") == .directory(Directory.ID(rawValue: 101)))
            #expect(try lookup.find("/m") == .directory(Directory.ID(rawValue: 100)))
            #expect(try lookup.find("/m/d/none.wav") == .unknown)
            #expect(try lookup.find("/elsewhere/a.wav") == .outside)
        }
    }

    @Test func `everything known of a file is shown`() throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "work", "/w")
            try rows.content(1, fingerprint: -1, size: 400_000)
            try rows.content(2, fingerprint: -1, size: 400_000)
            try rows.file(1, in: 100, "a.wav", content: 1)
            try rows.file(2, in: 100, "b.wav", content: 1)
            try rows.file(3, in: 100, "c.wav", content: 2)
            try rows.db.execute(
                sql: """
                    INSERT INTO jobs (kind, source_id, directory_id, name, priority, attempts, last_error)
                        VALUES (1, 1, 100, 'a.wav', 4, 2, 'slow');
                    INSERT INTO problems (kind, source_id, directory_id, name, reason, hint, first_at,
                        last_at, attempts) VALUES ('suspect', 1, 100, 'a.wav', 'odd', 'listen', 1, 2, 1);
                    INSERT INTO activity (at, kind, source_id, file_id, content_id, path)
                        VALUES (3000000, 'added', 1, 1, 1, '/w/a.wav'), (4000000, 'added', 1, 3, 2, '/w/c.wav'),
                        (5000000, 'changed', 1, 1, 1, '/w/a.wav');
                    """)
            let show = Show(rows.db)
            let details = try #require(try show.details(of: .path("/w/a.wav")))
            #expect(details.fingerprint == "ffffffffffffffff")
            #expect(details.copies.map(\.path) == ["/w/b.wav"])
            #expect(details.unverified == [Content.ID(rawValue: 2)])
            #expect(details.jobs.map(\.kind) == ["digest"])
            #expect(details.problems.map(\.reason) == ["odd"])
            #expect(details.history.map(\.at) == [3, 5])
            #expect(details.modifiedAt == 1_500_000_000)
            #expect(try show.details(of: .content(Content.ID(rawValue: 1))) == details)
            #expect(try show.details(of: .file(File.ID(rawValue: 1))) == details)
            #expect(try show.details(of: .file(File.ID(rawValue: 99))) == nil)
        }
    }

    @Test func `two contents that were read whole are not unverified`() throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "work", "/w")
            for id in [1, 2] as [Int64] {
                try rows.content(
                    id, fingerprint: 5, digest: Data(repeating: UInt8(id), count: 16))
                try rows.file(id, in: 100, FileName("\(id).wav"), content: id)
            }
            let details = try #require(
                try Show(rows.db).details(of: .content(Content.ID(rawValue: 1))))
            #expect(details.unverified.isEmpty)
            #expect(details.digest == String(repeating: "01", count: 16))
        }
    }

    @Test func `problems name the file, the directory or the source, the newest first`() throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "work", "/w")
            try rows.source(2, "gone", "/g", configured: false)
            try rows.directory(101, in: 100, "locked")
            try rows.db.execute(
                sql: """
                    INSERT INTO problems (kind, source_id, directory_id, name, reason, first_at, last_at)
                    VALUES ('not-audio', 1, 100, 'a.wav', 'text', 1, 1),
                        ('unreadable-directory', 1, 101, NULL, 'EACCES', 1, 1),
                        ('source', 1, NULL, NULL, 'no watch left', 1, 1),
                        ('source', 2, NULL, NULL, 'forgotten', 1, 1)
                    """)
            var found: [ProblemRow] = []
            try Problems(rows.db).run(before: nil) {
                found.append($0)
                return true
            }
            #expect(found.map(\.path) == ["/w", "/w/locked", "/w/a.wav"])
        }
    }
}
