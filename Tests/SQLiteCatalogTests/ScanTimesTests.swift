import AudiowatchCore
import GRDB
import SystemPackage
import Testing

@testable import SQLiteCatalog

/// When a source was last scanned, as far as it is worth a row.
struct ScanTimesTests {
    private let shelf: Shelf

    init() throws {
        shelf = try Shelf()
    }

    @Test func `the first scan to the end is written at once, the next ones are not`() throws {
        let first = try scan(.start)
        #expect(try recorded() == ["start", "\(first.began)", "\(first.ended)"])
        let changes = try changes()
        try scan(.asked)
        #expect(try recorded() == ["start", "\(first.began)", "\(first.ended)"])
        #expect(try self.changes() == changes)
    }

    @Test func `a scan is written together with the next thing that is`() throws {
        try scan(.start)
        try scan(.periodic)
        let last = try scan(.asked)
        try shelf.look("new.wav", .bytes(1, .of(inode: 20)))
        #expect(try recorded() == ["asked", "\(last.began)", "\(last.ended)"])
    }

    @Test func `a scan that was broken off is not taken for one that ended`() throws {
        try scan(.start)
        let began = shelf.now()
        shelf.writer.scanStarted(shelf.source, .overflow, at: began)
        try shelf.look("new.wav", .bytes(1, .of(inode: 20)))
        #expect(try recorded() == ["overflow", "\(began.microseconds)", "none"])
        // Nothing more is written, as after a kill; the next process makes it good.
        let next = try scan(.start, by: shelf.catalog.writer)
        #expect(try recorded() == ["start", "\(next.began)", "\(next.ended)"])
    }

    @Test func `sources and states that are as they were change no row`() throws {
        let before = try changes()
        let sources = [Source(name: "music", path: "/music")]
        let again = try shelf.writer.adopt(sources)
        #expect(again.map(\.id) == [shelf.source])
        try shelf.writer.setState(.online, of: shelf.source)
        #expect(try changes() == before)

        try shelf.writer.setState(.degraded(reason: "one"), of: shelf.source)
        try shelf.writer.setState(.degraded(reason: "two"), of: shelf.source)
        #expect(try shelf.texts("SELECT reason FROM sources") == ["two"])
        try shelf.writer.setState(.online, of: shelf.source)
        #expect(try shelf.texts("SELECT state FROM sources WHERE reason IS NULL") == ["online"])
        _ = try shelf.writer.adopt([Source(name: "other", path: "/other")])
        #expect(try shelf.texts("SELECT name FROM sources WHERE configured = 1") == ["other"])
        _ = try shelf.writer.adopt(sources)
        #expect(try shelf.texts("SELECT name FROM sources WHERE configured = 1") == ["music"])
        #expect(try changes() > before)
    }

    @discardableResult
    private func scan(
        _ reason: ScanReason, by writer: CatalogWriter? = nil
    ) throws -> (began: Int64, ended: Int64) {
        let writer = writer ?? shelf.writer
        let (began, ended) = (shelf.now(), shelf.now())
        writer.scanStarted(shelf.source, reason, at: began)
        writer.scanFinished(shelf.source, at: ended)
        try writer.recordFirstScan(of: shelf.source)
        return (began.microseconds, ended.microseconds)
    }

    /// Reason, start and end in the source's row.
    private func recorded() throws -> [String] {
        let row = try shelf.rows(
            "SELECT scan_reason, scan_started_at, scan_finished_at FROM sources")
        return row[0].map { $0.isNull ? "none" : $0.storage.value.map { "\($0)" } ?? "none" }
    }

    private func changes() throws -> Int {
        try shelf.catalog.write { $0.totalChangesCount }
    }
}
