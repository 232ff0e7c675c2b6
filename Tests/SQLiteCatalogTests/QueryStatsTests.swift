import AudiowatchCore
import GRDB
import Testing

@testable import SQLiteCatalog

@Suite struct QueryStatsTests {
    private func library(_ rows: QueryFixture) throws {
        try rows.source(1, "work", "/w")
        try rows.source(2, "more", "/m")
        try rows.content(1, size: 1_000, duration: 1_800)
        try rows.file(1, in: 100, "a.wav", content: 1, inode: 11, size: 1_000)
        try rows.file(2, in: 100, "b.wav", content: 1, inode: 11, size: 1_000)
        try rows.file(3, in: 200, "c.wav", content: 1, inode: 12, size: 1_000)
        try rows.content(2, size: 500, duration: 3_600, format: "flac")
        try rows.file(4, in: 100, "d.flac", content: 2, size: 500)
        try rows.content(3, size: 9_000, duration: nil, format: nil)
        try rows.file(5, in: 100, "e.wav", content: 3, size: 9_000, deletedAt: 5)
        try rows.file(6, in: 200, "f.wav", content: nil, size: 70)
    }

    @Test func `counters give the figures, hard links waste nothing`() throws {
        try QueryFixture.with { rows throws in
            try library(rows)
            let stats = try CatalogStats(rows.db)
            #expect(stats.uniqueFiles == 2)
            #expect(stats.bytes == 1_500)
            #expect(stats.hours == 1.5)
            #expect(stats.duplicatePaths == 2)
            #expect(stats.duplicateGroups == 1)
            #expect(stats.wastedBytes == 1_000)
            #expect(stats.bySource.map(\.files) == [2, 3])
            #expect(stats.bySource.map(\.bytes) == [1_070, 2_500])
            #expect(stats.byFormat.map(\.format) == ["flac", "wav"])
        }
    }

    @Test func `of each source it is told what it holds, each content once`() throws {
        try QueryFixture.with { rows throws in
            try library(rows)
            let stats = try CatalogStats(rows.db)
            #expect(stats.bySource.map(\.source) == ["more", "work"])
            #expect(stats.bySource.map(\.contents) == [1, 2])
            #expect(stats.bySource.map(\.hours) == [0.5, 1.5])
            #expect(
                stats.bySource.map { $0.byFormat.map { "\($0.format ?? "-") \($0.contents)" } }
                    == [["wav 1"], ["flac 1", "wav 1"]])
        }
    }

    @Test func `a link from one source into another wastes nothing, whoever is a backup`() throws {
        try QueryFixture.with { rows throws in
            try library(rows)
            // Of content 1 now: inode 11 in both sources, inode 12 in the second.
            try rows.db.execute(
                sql: """
                    UPDATE files SET born = 9;
                    UPDATE files SET directory_id = 200, source_id = 2 WHERE id = 2
                    """)
            #expect(try CatalogStats(rows.db).wastedBytes == 1_000)
            try rows.db.execute(sql: "UPDATE sources SET role = 'backup' WHERE id = 2")
            #expect(try CatalogStats(rows.db).wastedBytes == 0)
            #expect(try CatalogStats(rows.db).duplicatePaths == 2)
            try rows.db.execute(
                sql: "UPDATE sources SET configured = (id = 2), role = 'working'")
            #expect(try CatalogStats(rows.db).wastedBytes == 1_000)
            #expect(try CatalogStats(rows.db).uniqueFiles == 1)
        }
    }

    @Test func `what a file is found to be later moves its figures`() throws {
        try QueryFixture.with { rows throws in
            try library(rows)
            try rows.db.execute(
                sql: "UPDATE contents SET format = 'aiff', duration = 36, size = 700 WHERE id = 1")
            let aiff = try CatalogStats(rows.db).byFormat.first { $0.format == "aiff" }
            #expect(aiff?.hours == 0.01)
            #expect(aiff?.bytes == 700)
            #expect(aiff?.duplicatePaths == 2)
            #expect(try CatalogStats(rows.db).byFormat.map(\.format) == ["aiff", "flac"])
        }
    }

    @Test func `copies in a backup are no waste, and forgotten sources do not count`() throws {
        try QueryFixture.with { rows throws in
            try library(rows)
            try rows.db.execute(sql: "UPDATE sources SET role = 'backup' WHERE id = 2")
            #expect(try CatalogStats(rows.db).wastedBytes == 0)
            #expect(try CatalogStats(rows.db).duplicatePaths == 2)
            try rows.db.execute(sql: "UPDATE sources SET configured = 0 WHERE id = 2")
            let stats = try CatalogStats(rows.db)
            #expect(stats.duplicatePaths == 1)
            #expect(stats.wastedBytes == 0)
            #expect(stats.bySource.map(\.source) == ["work"])
        }
    }

    @Test func `counts tell queue and problems of configured sources`() throws {
        try QueryFixture.with { rows throws in
            try library(rows)
            try rows.source(3, "gone", "/g", configured: false)
            try rows.db.execute(
                sql: """
                    INSERT INTO jobs (kind, source_id, directory_id, name, priority, attempts) VALUES
                        (0, 1, 100, 'x', 1, 0), (0, 1, 100, 'y', 2, 3), (0, 1, 100, 'z', 2, 0),
                        (0, 3, 300, 'x', 2, 1);
                    INSERT INTO problems (kind, source_id, directory_id, name, reason, first_at, last_at)
                        VALUES ('suspect', 1, 100, 'x', 'odd', 1, 1), ('suspect', 3, 300, 'x', 'odd', 1, 1)
                    """)
            let counts = try CatalogCounts(rows.db)
            #expect(counts.waiting == 3)
            #expect(counts.failed == 1)
            #expect(counts.resting == 0)
            #expect(counts.problems == 1)
            #expect(counts.files == 5)
            #expect(counts.contents == 2)
            #expect(counts.sources.map(\.name) == ["more", "work"])
            #expect(counts.sources.map(\.deleted) == [0, 1])

            // A folder that is away, then the whole drive.
            try rows.db.execute(sql: "UPDATE jobs SET priority = priority + 100 WHERE name = 'x'")
            #expect(try CatalogCounts(rows.db).waiting == 2)
            #expect(try CatalogCounts(rows.db).resting == 1)
            try rows.db.execute(sql: "UPDATE sources SET state = 'offline' WHERE id = 1")
            #expect(try CatalogCounts(rows.db).waiting == 0)
            #expect(try CatalogCounts(rows.db).failed == 0)
            #expect(try CatalogCounts(rows.db).resting == 3)
        }
    }

    @Test func `the doctor reads a sound database without complaint`() throws {
        try QueryFixture.with { rows throws in
            try library(rows)
            let figures = try DoctorFigures(rows.db)
            #expect(figures.damage.isEmpty)
            #expect(figures.danglingRows == 0)
            #expect(figures.deletedFiles == 1)
            #expect(figures.directories == 2)
            #expect(!figures.migrations.isEmpty)
            let sample = try SampledFile.pick(100, rows.db)
            #expect(Set(sample.map(\.id.rawValue)) == [1, 2, 3, 4, 6])
            #expect(sample.contains { $0.path.text == "/w/d.flac" && $0.size == 500 })
        }
    }
}
