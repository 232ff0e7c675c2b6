import AudiowatchCore
import GRDB
import TestSupport
import Testing

@testable import SQLiteCatalog

/// What outside tools say of contents, and what it lives through.
struct StoredAnnotationTests {
    /// Three contents, in a catalogue of its own.
    private func shelf(size: Int64 = 500) throws -> Shelf {
        let shelf = try Shelf()
        for (number, name) in (["a.wav", "b.wav", "c.wav"] as [FileName]).enumerated() {
            try shelf.look(
                name, .bytes(UInt64(number) + 1, .of(inode: 10 + Int64(number), size: size)))
        }
        return shelf
    }

    @discardableResult
    private func annotate(
        _ shelf: Shelf, _ text: String, kind: AnnotationKind = .label
    ) throws -> AnnotationReport {
        try shelf.writer.annotate(
            AnnotationLine.read(AnnotationBatch(kind, text: Array(text.utf8))), kind: kind,
            at: shelf.now())
    }

    private func content(_ shelf: Shelf, _ name: String) throws -> Int64 {
        try #require(try shelf.contents()[name])
    }

    private func found(_ shelf: Shelf, _ text: String) throws -> Set<String> {
        var names: Set<String> = []
        let query = SearchRequest(try SearchQuery(parsing: text))
        try shelf.catalog.search(query, at: SearchMoment(now: 0, offset: 0)) { hit in
            names.insert(String(hit.path.split(separator: "/").last ?? ""))
            return true
        }
        return names
    }

    private func stored(_ shelf: Shelf, _ kind: AnnotationKind? = nil) throws -> [StoredAnnotation]
    {
        var all: [StoredAnnotation] = []
        try shelf.catalog.annotations(of: kind) { all.append($0) }
        return all
    }

    @Test func `good lines are stored, the others named, and labels are found`() throws {
        let shelf = try shelf()
        let (a, b) = (try content(shelf, "a.wav"), try content(shelf, "b.wav"))
        let report = try annotate(
            shelf,
            """
            {"id": \(a), "value": ["Kick", "808"]}
            {"id": 99, "value": "kick"}
            nonsense
            {"fingerprint": "0000000000000002", "size": 500, "value": "kíck"}
            {"id": \(a), "fingerprint": "0000000000000002", "value": "snare"}
            {"id": \(a), "size": 501, "value": "snare"}
            {"fingerprint": "0000000000000002", "size": 7, "value": "snare"}
            """)
        #expect(report.stored == 2 && report.removed == 0)
        #expect(report.refused.map(\.line) == [2, 3, 5, 6, 7])
        #expect(report.refused.map(\.reason).filter { $0.contains("other bytes now") }.count == 2)
        #expect(try found(shelf, "label:KICK") == ["a.wav", "b.wav"])
        #expect(try found(shelf, "label:808") == ["a.wav"])
        #expect(try found(shelf, "-label:kick") == ["c.wav"])
        // A label is meant whole.
        #expect(try found(shelf, "label:kic") == [])
        #expect(try found(shelf, "label:808 OR name:c") == ["a.wav", "c.wav"])
        #expect(
            try shelf.catalog.show(.content(Content.ID(rawValue: a)))?.labels == ["808", "Kick"])
        #expect(try annotate(shelf, "{\"id\": \(b), \"value\": null}").removed == 1)
        #expect(try annotate(shelf, "{\"id\": \(b), \"value\": null}").removed == 0)
        #expect(try found(shelf, "label:kick") == ["a.wav"])
    }

    @Test func `what is exported can be given back, here and to a catalogue made anew`() throws {
        let old = try shelf()
        let a = try content(old, "a.wav")
        try annotate(old, "{\"id\": \(a), \"value\": [\"kick\"]}")
        let vector = try #require(AnnotationKind("vector.clap"))
        try annotate(old, "{\"id\": \(a), \"version\": 4, \"base64\": \"AAEC/w==\"}", kind: vector)
        let all = try stored(old)
        #expect(all.map(\.kind) == ["label", "vector.clap"])
        #expect(all.map(\.version) == [1, 4])
        #expect(all.map(\.base64) == [nil, "AAEC/w=="])
        #expect(try stored(old, .label) == Array(all.prefix(1)))
        #expect(
            try old.rows("SELECT typeof(value) FROM annotations ORDER BY kind").map { "\($0[0])" }
                == ["\"text\"", "\"blob\""])
        // The same bytes under other numbers.
        let new = try Shelf()
        try new.look("x.wav", .bytes(9, .of(inode: 1)))
        try new.look("a again.wav", .bytes(1, .of(inode: 2)))
        let line =
            "{\"fingerprint\": \"\(all[0].fingerprint)\", \"size\": \(all[0].size), \"value\": [\"kick\"]}"
        #expect(try annotate(new, line).stored == 1)
        #expect(try found(new, "label:kick") == ["a again.wav"])
    }

    @Test func `many pages of annotations come in order, each once`() throws {
        let shelf = try Shelf()
        try shelf.catalog.write { db in
            for id in 1...450 {
                try db.execute(
                    sql: "INSERT INTO contents (id, fingerprint, size) VALUES (?, ?, 7)",
                    arguments: [id, id])
                for kind in ["label", "z"] {
                    try db.execute(
                        sql: "INSERT INTO annotations VALUES (?, ?, 1, '[]', 1)",
                        arguments: [id, kind])
                }
            }
        }
        let all = try stored(shelf)
        #expect(all.count == 900)
        #expect(Set(all.map { "\($0.id.rawValue) \($0.kind)" }).count == 900)
        #expect(try stored(shelf, AnnotationKind("z")).map(\.id.rawValue) == Array(1...450))
    }

    @Test func `what is said waits for the disk, and an equal thing is not written again`() throws {
        let shelf = try shelf()
        let a = try content(shelf, "a.wav")
        try annotate(shelf, "{\"id\": \(a), \"value\": [\"kick\"]}")
        let before = try stored(shelf)
        let changes = shelf.catalog.changes()
        #expect(try annotate(shelf, "{\"id\": \(a), \"value\": \"kick\"}").stored == 1)
        #expect(try stored(shelf) == before)
        #expect(changes.wait(atMost: .zero), "nothing was touched")
        try annotate(shelf, "{\"id\": \(a), \"value\": \"snare\"}")
        #expect(!changes.wait(atMost: .zero))
    }

    @Test func `two contents that become one have the labels of both, and what was said last`()
        throws
    {
        let shelf = try Shelf()
        let class_ = try #require(AnnotationKind("class"))
        let stamps = [Stamp.of(inode: 10, size: 50_000), .of(inode: 11, size: 50_000)]
        try shelf.look("a.wav", .bytes(1, stamps[0]))
        try shelf.look("b.wav", .bytes(1, stamps[1]))
        let (a, b) = (try content(shelf, "a.wav"), try content(shelf, "b.wav"))
        try #require(a != b)
        try annotate(
            shelf, "{\"id\": \(a), \"value\": [\"kick\"]}\n{\"id\": \(b), \"value\": \"Deep\"}")
        try annotate(
            shelf, "{\"id\": \(a), \"value\": 1}\n{\"id\": \(b), \"value\": 2}", kind: class_)
        try annotate(shelf, "{\"id\": \(b), \"version\": 2, \"value\": 3}", kind: class_)
        for (content, year) in [(a, 2019), (b, 2021)] {
            try annotate(
                shelf, "{\"id\": \(content), \"value\": \"\(year)-01-02T03:04:05Z\"}",
                kind: .firstSeen)
        }
        #expect(
            try annotate(
                shelf, "{\"fingerprint\": \"0000000000000001\", \"size\": 50000, \"value\": \"x\"}"
            ).refused.first?.reason.contains("several") == true)
        try shelf.digest("a.wav", 7, stamp: stamps[0])
        try shelf.digest("b.wav", 7, stamp: stamps[1])
        #expect(try Set(shelf.contents().values) == [min(a, b)])
        let all = try stored(shelf)
        #expect(all.map(\.kind) == ["class", "first-seen", "label"])
        #expect(
            all.map(\.value) == [
                .integer(3), .text("2019-01-02T03:04:05Z"),
                .list([.text("Deep"), .text("kick")]),
            ])
        #expect(all.map(\.version) == [2, 1, 1])
    }

    @Test func `labels stay with the bytes, not with the place`() throws {
        let shelf = try shelf()
        let a = try content(shelf, "a.wav")
        try annotate(shelf, "{\"id\": \(a), \"value\": [\"kick\"]}")
        // Other bytes under the old name, and the old bytes elsewhere.
        try shelf.look("a.wav", .bytes(7, .of(inode: 10, modified: 6)))
        #expect(try found(shelf, "label:kick") == [])
        try shelf.look("other.wav", .bytes(1, .of(inode: 50)))
        #expect(try found(shelf, "label:kick") == ["other.wav"])
    }

    @Test func `audiowatch's own kinds are those of its verdicts`() {
        #expect(AnnotationKind.own == [SchemaV7.exact, SchemaV7.near])
        #expect(AnnotationKind.label.name == "label")
    }
}
