import AudiowatchCore
import Testing

@testable import SQLiteCatalog

@Suite struct QuerySearchTests {
    private func library(_ test: (QueryFixture) throws -> Void) throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "samples", "/mnt/studio/Samples")
            try rows.source(2, "away", "/media/Away", state: "offline")
            try rows.source(3, "old", "/old", configured: false)
            try rows.directory(101, in: 100, "Drums")
            try rows.directory(102, in: 101, "Caf\u{e9}")
            try rows.content(1)
            try rows.file(1, in: 101, "Kick 01.wav", content: 1)
            try rows.content(2, duration: 30, format: "flac", title: "Deep KICK loop")
            try rows.file(2, in: 102, "snare.flac", content: 2)
            try rows.content(3, duration: nil, format: nil)
            try rows.file(3, in: 200, "away.wav", content: 3)
            try rows.content(4)
            try rows.file(4, in: 300, "kick of a forgotten source.wav", content: 4)
            try rows.content(5)
            try rows.file(5, in: 101, "kick deleted.wav", content: 5, deletedAt: 9)
            try rows.file(6, in: 200, "never read kick.wav", content: nil)
            try test(rows)
        }
    }

    @Test func `words are found in names, folders and tags, and all of them must be`() throws {
        try library { rows throws in
            let kick = "/mnt/studio/Samples/Drums/Kick 01.wav"
            let snare = "/mnt/studio/Samples/Drums/Caf\u{e9}/snare.flac"
            #expect(
                try rows.found("kick") == [kick, snare, "/media/Away/never read kick.wav"])
            #expect(try rows.found("kick drums") == [kick, snare])
            #expect(try rows.found("kick snare") == [snare])
            #expect(try rows.found("\"deep kick\"") == [snare])
            #expect(try rows.found("kick -loop drums") == [kick])
            #expect(try rows.found("nothing of the kind").isEmpty)
        }
    }

    @Test func `composed and decomposed letters find each other, in any case`() throws {
        try library { rows throws in
            #expect(try rows.found("CAFE\u{301}").count == 1)
            #expect(try rows.found("caf\u{e9}").count == 1)
        }
    }

    @Test func `the source's own folder is searched, what stands above it is not`() throws {
        try library { rows throws in
            #expect(try rows.found("samples").count == 2)
            #expect(try rows.found("studio").isEmpty)
        }
    }

    @Test func `offline files are found, deleted ones and those of forgotten sources are not`()
        throws
    {
        try library { rows throws in
            let all = try rows.hits(SearchRequest())
            #expect(all.map { $0.file.rawValue } == [1, 2, 3, 6])
            #expect(all[2].sourceState == "offline")
            #expect(all[3].id == nil)
        }
    }

    @Test func `format, source and length filter, and an unknown length is never in a range`()
        throws
    {
        try library { rows throws in
            #expect(try rows.found("format:flac").count == 1)
            #expect(try rows.found("format:flac OR format:wav").count == 2)
            #expect(try rows.found("source:away").count == 2)
            #expect(try rows.found("dur:>2").count == 1)
            #expect(try rows.found("dur:0..100").count == 2)
        }
    }

    @Test func `pages follow each other without a gap or a repetition`() throws {
        try library { rows throws in
            var request = SearchRequest(limit: 1)
            var seen: [Int64] = []
            while let hit = try rows.hits(request).first, seen.count < 10 {
                seen.append(hit.file.rawValue)
                request.after = hit.cursor
            }
            #expect(seen == [1, 2, 3, 6])
        }
    }

    @Test func `one row stands for all copies, shown at a path that matches`() throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "samples", "/s")
            try rows.source(2, "backup", "/b")
            try rows.content(1)
            try rows.file(1, in: 100, "one.wav", content: 1)
            try rows.file(2, in: 200, "two.wav", content: 1)
            try rows.file(3, in: 200, "three.wav", content: 1, deletedAt: 5)
            let all = try rows.hits(SearchRequest())
            #expect(all.map(\.path) == ["/s/one.wav"])
            #expect(all.first?.copies == 1)
            #expect(try rows.found("two") == ["/b/two.wav"])
            #expect(try rows.found("source:backup") == ["/b/two.wav"])
            // Each word is in one of its files: the sound is found.
            #expect(try rows.found("one two").count == 1)
            #expect(try rows.found("three").isEmpty)
        }
    }

    @Test func `a name that is no text is shown repaired and kept exact`() throws {
        try QueryFixture.with { rows throws in
            try rows.source(1, "samples", "/s")
            let name = FileName(bytes: [0x6b, 0xff, 0x2e, 0x77])
            try rows.content(1)
            try rows.file(1, in: 100, name, content: 1)
            let hit = try #require(try rows.hits(SearchRequest()).first)
            #expect(hit.path == "/s/k\u{fffd}.w")
            #expect(hit.pathBase64 != nil)
            #expect(hit.exactPath.bytes == Array("/s/".utf8) + name.bytes)
        }
    }
}
