import AudiowatchCore
import Foundation
import GRDB
import SystemPackage
import Testing

@testable import SQLiteCatalog

/// Tempo and key with their origins, from the writer to a search's rows.
struct ToldSoundTests {
    private func hits(_ shelf: Shelf, _ text: String) throws -> [SearchHit] {
        var hits: [SearchHit] = []
        try shelf.catalog.search(
            SearchRequest(SearchQuery(parsing: text)), at: SearchMoment(now: 0, offset: 0)
        ) {
            hits.append($0)
            return true
        }
        return hits
    }

    private func told(_ shelf: Shelf, _ name: String) throws -> String {
        let hit = try #require(try hits(shelf, "name:\"\(name)\"").first)
        let tempo = hit.tempo.map { "\(Display.tempo($0.value)) \($0.origin.rawValue)" } ?? "-"
        let key = hit.key.map { "\($0.value.text) \($0.origin.rawValue)" } ?? "-"
        return "\(tempo), \(key)"
    }

    private func sound(
        bpm: String? = nil, key: String? = nil, chunkTempo: Double? = nil, chunkKey: String? = nil
    ) -> Properties {
        var properties = Properties.wav()
        properties.tags.bpm = bpm
        properties.tags.key = key
        var chunks = SoundChunks()
        chunks.tempo = chunkTempo
        chunks.key = chunkKey.flatMap { MusicalKey($0) }
        chunks.rootNote = 60
        chunks.originator = "a recorder"
        properties.chunks = chunks
        return properties
    }

    @Test func `a tag counts before a chunk, and a chunk before the name`() throws {
        let shelf = try Shelf()
        let name = { (number: Int) in FileName("\(number) Loop_128_Am.wav") }
        for (number, properties) in [
            Properties.wav(), sound(chunkTempo: 100, chunkKey: "C"),
            sound(bpm: "90", key: "F#m", chunkTempo: 100, chunkKey: "C"),
            sound(bpm: "0", key: "unknown", chunkTempo: 100), sound(bpm: "97,5"),
        ].enumerated() {
            let stamp = Stamp.of(inode: 10 + Int64(number))
            try shelf.look(name(number), .bytes(UInt64(number + 1), stamp, properties))
        }
        #expect(try told(shelf, "0 Loop") == "128 name, Am name")
        #expect(try told(shelf, "1 Loop") == "100 chunk, C chunk")
        #expect(try told(shelf, "2 Loop") == "90 tag, F#m tag")
        #expect(try told(shelf, "3 Loop") == "100 chunk, Am name")
        #expect(try told(shelf, "4 Loop") == "97.5 tag, Am name")
        #expect(try hits(shelf, "bpm:100").count == 2)
        #expect(try hits(shelf, "bpm:128").map(\.path) == ["/music/0 Loop_128_Am.wav"])
        #expect(try hits(shelf, "key:Am").count == 3)
        let kept = try #require(try hits(shelf, "bpm:90").first?.properties.chunks)
        #expect(kept.tempo == 100 && kept.rootNote == 60 && kept.originator == "a recorder")
    }

    @Test func `a renamed file or folder says something else, and no job is made for it`() throws {
        let shelf = try Shelf()
        try shelf.directory(2, "Kit 120 BPM")
        try shelf.directory(3, "Stems Gm", in: 2)
        let stamp = Stamp.of(inode: 10)
        try shelf.look("bass.wav", in: 3, .bytes(1, stamp))
        #expect(try told(shelf, "bass") == "120 name, Gm name")
        try shelf.report([
            .directoryMoved(Directory.ID(rawValue: 2), parent: Shelf.root, name: "Kit 90 BPM")
        ])
        #expect(try told(shelf, "bass") == "90 name, Gm name")
        #expect(try shelf.jobCount() == 0)
        let row = try #require(try shelf.number("SELECT id FROM files"))
        try shelf.look(
            "bass_Cm.wav", in: 3, .moved(row: File.ID(rawValue: row), stamp))
        #expect(try told(shelf, "bass_Cm") == "90 name, Cm name")
        #expect(try shelf.number("SELECT count(*) FROM contents WHERE chunk_tempo IS NULL") == 1)
    }

    @Test func `of a content the primary file's name speaks first, of a file its own`() throws {
        let shelf = try Shelf()
        try shelf.look("take.wav", .bytes(1, .of(inode: 10)))
        try shelf.look("Loop_128_Am.wav", .bytes(1, .of(inode: 11)))
        try shelf.look("Loop_140_Em.wav", .bytes(1, .of(inode: 12)))
        #expect(try told(shelf, "take") == "128 name, Am name")
        #expect(try told(shelf, "Loop_140") == "128 name, Am name")
        let own = try #require(try shelf.catalog.show(.path("/music/Loop_140_Em.wav")))
        #expect(own.tempo == Told(140, .name) && own.key?.value.text == "Em")
        let other = try #require(try shelf.catalog.show(.path("/music/take.wav")))
        #expect(other.tempo == Told(128, .name))
        try shelf.look("Loop_128_Am.wav", .missing)
        #expect(try told(shelf, "take") == "140 name, Em name")
    }

    @Test func `a catalogue from before chunks keeps its rows, and its names speak at once`() throws
    {
        let queue = try DatabaseQueue()
        try Migrations.all.migrate(queue, upTo: "2 mounts inside sources")
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO sources (id, name, path, state) VALUES (1, 'music', '/m', 'online');
                    INSERT INTO directories (id, source_id, parent_id, name, inode, born)
                        VALUES (100, 1, NULL, '', 1, 0);
                    INSERT INTO contents (id, fingerprint, size, format, key)
                        VALUES (1, 7, 1000, 'wav', 'F#m');
                    INSERT INTO files (id, directory_id, name, source_id, content_id, size, modified,
                        changed, inode, born, examined_at)
                        VALUES (1, 100, 'Loop_128_Am.wav', 1, 1, 1000, 0, 0, 1, 0, 7);
                    """)
        }
        try Migrations.all.migrate(queue)
        try queue.write { db in
            let hits = try QueryFixture(db: db).hits(
                SearchRequest(SearchQuery(parsing: "bpm:128 key:F#m")))
            #expect(hits.map(\.tempo) == [Told(128, .name)])
            #expect(hits.map(\.key?.origin) == [.tag])
            #expect(hits.map(\.properties.chunks) == [nil])
        }
    }

    @Test func `rows of a search are read again as they were written`() throws {
        let shelf = try Shelf()
        try shelf.look("Loop_128_Am.wav", .bytes(1, .of(inode: 10), sound(chunkTempo: 97.5)))
        let hits = try hits(shelf, "")
        let again = try JSONDecoder().decode(
            [SearchHit].self, from: JSONEncoder().encode(hits))
        #expect(again == hits)
        #expect(hits.first?.key?.value.text == "Am")
    }
}
