import AudiowatchCore
import GRDB
import MemorySearch
import TestSupport
import Testing

@testable import SQLiteCatalog

/// An index that is told what each commit touched answers as a look at every row does.
struct IndexFeedTests {
    private static let texts = [
        "", "a", "-a", "b.wav", "dir", "name:a", "path:dir", "title:x", "format:wav", "dur:<3",
        "rate:44100", "size:>5k", "copies:>1", "is:duplicate", "is:near", "is:unverified",
        "is:broken", "is:suspect", "is:unbacked", "is:offline", "source:music", "modified:<1y",
        "a OR c", "is:estimated", "path:2/a", "bpm:91",
        "bpm:>100", "key:Am", "key:C#m", "-bpm:>1", "label:kick", "-label:kick", "label:808 OR b",
    ]

    @Test(arguments: (1...12) as ClosedRange<UInt64>)
    func `after any life of the disk the index answers as the catalogue does`(
        _ seed: UInt64
    ) throws {
        let life = try RandomLife(seed: seed)
        var follower = try Follower(life.shelf.catalog)
        for step in 0..<200 {
            try life.step()
            if step % 7 == 0 { try life.changeProblems(step) }
            if step % 5 == 0 { try life.changeLabels(step) }
            if step % 60 == 30 { try life.changeSource(step) }
            if step % 20 == 19 { try compare(&follower, life, "seed \(seed), step \(step)") }
        }
        try life.settle()
        try compare(&follower, life, "seed \(seed), settled")
    }

    private func compare(
        _ follower: inout Follower, _ life: RandomLife, _ when: String
    ) throws {
        try follower.catchUp()
        let moment = SearchMoment(now: 1_000, offset: 0)
        for text in IndexFeedTests.texts {
            let query = try SearchQuery(parsing: text)
            var wanted: [SearchHit] = []
            try life.shelf.catalog.search(SearchRequest(query), at: moment) {
                wanted.append($0)
                return true
            }
            let question = SearchQuestion(query, limit: .max)
            let answer = try #require(follower.index.answer(question, at: moment))
            #expect(answer.rows == wanted.map(\.cursor.place), "\(when): \(text)")
            let page = try life.shelf.catalog.page(answer, of: question, at: moment)
            #expect(page.hits == wanted, "\(when): \(text)")
        }
    }

    @Test func `waiting ends with the commit that was waited for, and with the end`() throws {
        let shelf = try Shelf()
        let changes = shelf.catalog.changes()
        #expect(changes.wait(atMost: .zero))
        try shelf.writer.setState(.offline(reason: "away"), of: shelf.source)
        #expect(!changes.wait(atMost: .milliseconds(1)))
        let batch = try #require(changes.next(after: .zero))
        #expect(batch.rows.sources == [shelf.source.rawValue])
        changes.applied(batch.commit)
        #expect(changes.wait(atMost: .zero))
        changes.close()
        #expect(changes.next(after: .seconds(3_600)) == nil)
    }
}

/// An index, and what keeps it up with a catalogue.
private struct Follower {
    let index = SearchIndex()
    private let catalog: Catalog
    private let changes: CatalogChanges
    private var reader: IndexReader

    init(_ catalog: Catalog) throws {
        self.catalog = catalog
        changes = catalog.changes()
        reader = IndexReader(catalog)
        let index = index
        try reader.load {
            index.update($0)
            return true
        }
    }

    mutating func catchUp() throws {
        guard !changes.wait(atMost: .zero), let batch = changes.next(after: .zero) else { return }
        let index = index
        try reader.follow(batch.rows) {
            index.update($0)
            return true
        }
        changes.applied(batch.commit)
    }
}

extension RandomLife {
    /// Problems come and go, as the writer's own rules would have it only of some files.
    fileprivate func changeProblems(_ step: Int) throws {
        let kind = ["not-audio", "suspect", "timed-out"][step % 3]
        try shelf.catalog.write { db in
            try db.execute(sql: "DELETE FROM problems WHERE id % 3 = ?", arguments: [step % 3])
            try db.execute(
                sql: """
                    INSERT INTO problems (
                        kind, source_id, directory_id, name, reason, first_at, last_at)
                    SELECT ?, source_id, directory_id, name, '', 1, 1 FROM files
                    WHERE deleted_at IS NULL AND id % 5 = ?
                    ON CONFLICT DO NOTHING
                    """, arguments: [kind, step % 5])
            // Files that were never read stand for themselves.
            try db.execute(
                sql: """
                    UPDATE files SET content_id = NULL
                    WHERE id = (SELECT max(files.id) FROM files JOIN contents
                        ON contents.id = content_id AND present > 1
                        WHERE deleted_at IS NULL)
                        AND id NOT IN (SELECT primary_file_id FROM contents)
                    """)
        }
    }

    /// Somebody labels every content of some, or takes the labels back.
    fileprivate func changeLabels(_ step: Int) throws {
        let ids = try shelf.catalog.read { db in
            try Int64.fetchAll(
                db, sql: "SELECT id FROM contents WHERE id % 3 = ?", arguments: [step % 3])
        }
        let value = ["\"kick\"", "[\"808\", \"Kick\"]", "null"][step / 5 % 3]
        let lines = ids.map { "{\"id\": \($0), \"value\": \(value)}\n" }.joined()
        let read = AnnotationLine.read(AnnotationBatch(.label, text: Array(lines.utf8)))
        _ = try shelf.writer.annotate(read, kind: .label, at: shelf.now())
    }

    /// The source goes away, comes back, becomes a backup, or leaves the configuration for a while.
    fileprivate func changeSource(_ step: Int) throws {
        try shelf.catalog.write { db in
            try db.execute(
                sql: """
                    UPDATE sources SET configured = CASE WHEN ? THEN 1 - configured ELSE 1 END,
                        role = CASE role WHEN 'backup' THEN 'working' ELSE 'backup' END,
                        state = CASE state WHEN 'offline' THEN 'online' ELSE 'offline' END,
                        path = '/music ' || ?
                    """, arguments: [step == 90, step])
        }
    }
}
