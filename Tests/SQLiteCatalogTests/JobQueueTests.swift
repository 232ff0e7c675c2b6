import AudiowatchCore
import GRDB
import SystemPackage
import TestSupport
import Testing

@testable import SQLiteCatalog

struct JobQueueTests {
    private func request(
        _ shelf: Shelf, _ name: FileName, _ priority: Job.Priority, at time: Int64 = 0
    ) -> JobRequest {
        JobRequest(
            .examine, source: shelf.source, place: shelf.place(name), priority: priority,
            notBefore: CatalogTime(microseconds: time))
    }

    private func ready(_ shelf: Shelf, _ limit: Int = 99, at time: Int64 = 1_000) throws -> [String]
    {
        try shelf.catalog.readyJobs(
            limit: limit, excluding: [], at: CatalogTime(microseconds: time)
        ).map(\.place.name.display)
    }

    @Test func `live files go first, the newest of them before all; a scan goes in its order`()
        throws
    {
        let shelf = try Shelf()
        try shelf.writer.enqueue([
            request(shelf, "s1", .scan), request(shelf, "s2", .scan), request(shelf, "l1", .live),
            request(shelf, "gone", .vanished), request(shelf, "l2", .live),
            request(shelf, "s3", .scan), request(shelf, "later", .again, at: 5_000),
        ])
        #expect(try ready(shelf) == ["l2", "l1", "s1", "s2", "s3", "gone"])
        #expect(try ready(shelf, 3) == ["l2", "l1", "s1"])
        #expect(try ready(shelf, at: 5_000) == ["l2", "l1", "s1", "s2", "s3", "later", "gone"])
    }

    @Test func `jobs in work are not handed out again`() throws {
        let shelf = try Shelf()
        try shelf.writer.enqueue((0..<20).map { request(shelf, FileName("\($0)"), .scan) })
        let now = CatalogTime(microseconds: 1)
        let first = try shelf.catalog.readyJobs(limit: 15, excluding: [], at: now)
        let taken = Set(first.map(\.id))
        let second = try shelf.catalog.readyJobs(limit: 15, excluding: taken, at: now)
        #expect(second.count == 5)
        #expect(taken.isDisjoint(with: second.map(\.id)))
    }

    @Test func `the next time is that of the first job that has to wait`() throws {
        let shelf = try Shelf()
        let now = CatalogTime(microseconds: 100)
        #expect(try shelf.catalog.nextJobTime(after: now) == nil)
        try shelf.writer.enqueue([
            request(shelf, "a", .again, at: 9_000), request(shelf, "b", .scan, at: 700),
            request(shelf, "c", .live),
        ])
        #expect(try shelf.catalog.nextJobTime(after: now)?.microseconds == 700)
    }

    @Test func `asking again raises the priority and never lowers it`() throws {
        let shelf = try Shelf()
        try shelf.writer.enqueue([request(shelf, "a", .scan)])
        try shelf.writer.enqueue([request(shelf, "a", .live)])
        try shelf.writer.enqueue([request(shelf, "a", .vanished)])
        let job = try shelf.waiting(shelf.place("a"))
        #expect(job.priority == .live && job.generation == 2)
        #expect(try shelf.jobCount() == 1)
    }

    @Test func `a job of a directory that nobody knows is left out`() throws {
        let shelf = try Shelf()
        try shelf.writer.enqueue([
            JobRequest(
                .examine, source: shelf.source, place: shelf.place("a", in: 4_711), priority: .live)
        ])
        #expect(try shelf.jobCount() == 0)
    }

    @Test func `waiting for the queue does not mean waiting for retries`() throws {
        let shelf = try Shelf()
        let now = CatalogTime(microseconds: 1_000)
        try shelf.writer.enqueue([
            request(shelf, "a", .scan), request(shelf, "b", .again, at: 9_000),
        ])
        #expect(try shelf.catalog.pendingJobs(at: now) == 2)
        try shelf.catalog.write {
            try $0.execute(sql: "UPDATE jobs SET attempts = 3, not_before = 9000000")
        }
        #expect(try shelf.catalog.pendingJobs(at: now) == 0)
    }

    @Test func `jobs survive the process`() throws {
        let shelf = try Shelf()
        try shelf.writer.enqueue([request(shelf, FileName(bytes: [0xff, 0x2e]), .live)])
        let again = try Catalog.openForReading(at: shelf.path)
        let jobs = try again.readyJobs(limit: 9, excluding: [], at: CatalogTime(microseconds: 1))
        #expect(jobs.map(\.place.name.bytes) == [[0xff, 0x2e]])
    }

    @Test func `jobs of a source that is no longer configured wait for its return`() throws {
        let shelf = try Shelf()
        try shelf.writer.enqueue([request(shelf, "a", .live)])
        _ = try shelf.writer.adopt([])
        #expect(try ready(shelf).isEmpty)
        #expect(try shelf.catalog.pendingJobs(at: CatalogTime(microseconds: 1)) == 0)
        _ = try shelf.writer.adopt([Source(name: "music", path: "/music")])
        #expect(try ready(shelf) == ["a"])
    }
}
