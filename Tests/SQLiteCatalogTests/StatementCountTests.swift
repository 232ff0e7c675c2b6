import AudiowatchCore
import GRDB
import Synchronization
import Testing

@testable import SQLiteCatalog

/// How much the writer asks of SQLite, counted: times depend on the machine, these do not.
struct StatementCountTests {
    private let folder = Directory.ID(rawValue: 2)

    @Test func `a new file costs a handful of statements`() throws {
        let few = try costOfNewFiles(100)
        let many = try costOfNewFiles(600)
        let each = Double(many.statements - few.statements) / 500
        print("writer: \(each) statements for a new file")
        #expect(each < 8)
        #expect(each > 1)
    }

    @Test func `a folder that is renamed is one row, however many files are in it`() throws {
        for count in [10, 1_000] {
            let shelf = try filled(count)
            let cost = try shelf.cost {
                try $0.report([.directoryMoved(folder, parent: Shelf.root, name: "renamed")])
            }
            // The directory, and the latest time.
            #expect(cost.rows == 2)
            #expect(cost.statements < 12)
            #expect(try shelf.jobCount() == 0)
            #expect(try shelf.number("SELECT files FROM sources") == Int64(count))
            let paths = try shelf.number(
                "SELECT count(*) FROM audio_files WHERE path LIKE '/music/renamed/%'")
            #expect(paths == Int64(count))
        }
    }

    @Test func `files of a folder that is gone cost no statement each`() throws {
        let few = try costOfGone(1_000)
        let many = try costOfGone(3_000)
        // All questions at the end are asked for 128 files at once; what is left is the list of news.
        let each = Double(many.statements - few.statements) / 2_000
        print("writer: \(each) statements for a file of a folder that is gone")
        #expect(each < 1.1)
        #expect(each > 0)
    }

    @Test func `of very many deleted files the list of news takes the latest`() throws {
        let shelf = try filled(Int(ActivityRows.bound) + 1_000)
        try shelf.report([.directoryGone(folder)])
        let news = try shelf.number("SELECT count(*) FROM activity")
        #expect(news == ActivityRows.bound)
        #expect(try shelf.number("SELECT files FROM sources") == 0)
        #expect(try shelf.catalog.verifyCounters() == [])
    }

    private func costOfNewFiles(_ count: Int) throws -> Cost {
        let shelf = try Shelf()
        try shelf.directory(2, "folder")
        let results = try shelf.results(count)
        return try shelf.cost { try $0.finish(results) }
    }

    private func costOfGone(_ count: Int) throws -> Cost {
        let shelf = try filled(count)
        let cost = try shelf.cost { try $0.report([.directoryGone(folder)]) }
        #expect(try shelf.number("SELECT deleted FROM sources") == Int64(count))
        #expect(try shelf.catalog.verifyCounters() == [])
        return cost
    }

    /// A shelf with so many files in one folder, all of them different.
    private func filled(_ count: Int) throws -> Shelf {
        let shelf = try Shelf()
        try shelf.directory(2, "folder")
        try shelf.finish(try shelf.results(count))
        return shelf
    }
}

private struct Cost {
    /// Statements run by the writer, those of triggers apart.
    var statements: Int
    /// Rows inserted, changed and deleted, also by triggers.
    var rows: Int
}

extension Shelf {
    /// What a scan finds: so many new files in folder 2, none of them a copy.
    fileprivate func results(_ count: Int) throws -> [FinishedJob] {
        try writer.enqueue(
            (1...count).map {
                JobRequest(
                    .examine, source: source, place: place(FileName("take \($0).wav"), in: 2),
                    priority: .scan)
            })
        let jobs = try catalog.readyJobs(limit: count, excluding: [], at: now())
        return jobs.enumerated().map { index, job in
            let number = Int64(index) + 1
            return finished(
                job,
                .bytes(
                    UInt64(number) &* 0x9e37_79b9_7f4a_7c15,
                    .of(inode: 1_000_000 + number, size: 400_000 + number)))
        }
    }

    fileprivate func cost(_ body: (Shelf) throws -> Void) throws -> Cost {
        let statements = Mutex(0)
        let before = try catalog.write { db in
            db.trace(options: .statement) { event in
                guard case .statement(let statement) = event, !statement.sql.hasPrefix("--") else {
                    return
                }
                statements.withLock { $0 += 1 }
            }
            return db.totalChangesCount
        }
        let counted = statements.withLock { $0 }
        try body(self)
        let run = statements.withLock { $0 } - counted
        let after = try catalog.write { db in
            db.trace(options: [])
            return db.totalChangesCount
        }
        return Cost(statements: run, rows: after - before)
    }
}
