import AudiowatchCore
import ProbeClient
import SystemPackage
import Testing
import TestSupport

@Suite struct TagTests {
    private func tagged(_ file: String, _ tags: [String: String], _ more: [String] = []) throws
        -> Tags
    {
        let folder = try TemporaryFolder("tags")
        let helper = try newHelper()
        let path = folder.appending(file)
        let words = tags.sorted { $0.key < $1.key }.flatMap {
            ["-metadata", "\($0.key)=\($0.value)"]
        }
        try Sound(seconds: 0.5, encoding: words + more).write(to: path)
        return try properties(path, with: helper).properties.tags
    }

    @Test func `the usual tags are read from every kind of dictionary`() throws {
        for file in ["a.mp3", "a.flac", "a.ogg", "a.opus", "a.m4a", "a.wma"] {
            let tags = try tagged(
                file,
                [
                    "title": "Été", "artist": "Björk", "album": "Demos", "genre": "Drone",
                    "date": "2004", "comment": "take 3", "track": "3",
                ])
            #expect(tags.title == "Été", "\(file)")
            #expect(tags.artist == "Björk", "\(file)")
            #expect(tags.album == "Demos", "\(file)")
            #expect(tags.genre == "Drone", "\(file)")
            #expect(tags.date?.hasPrefix("2004") == true, "\(file)")
            #expect(tags.comment == "take 3", "\(file)")
            #expect(tags.track == "3", "\(file)")
        }
    }

    @Test func `tempo and key are read under their names`() throws {
        let mp3 = try tagged("a.mp3", ["TBPM": "128", "TKEY": "F#m"])
        #expect(mp3.bpm == "128")
        #expect(mp3.key == "F#m")
        let flac = try tagged("a.flac", ["BPM": "90", "INITIALKEY": "Am"])
        #expect(flac.bpm == "90")
        #expect(flac.key == "Am")
    }

    @Test func `a long tag is cut between two characters`() throws {
        let tags = try tagged("a.flac", ["title": String(repeating: "é", count: 4000) + "x"])
        #expect(tags.title == String(repeating: "é", count: 2048))
        let odd = try tagged("a.flac", ["title": "x" + String(repeating: "é", count: 4000)])
        #expect(odd.title?.utf8.count == 4095)
    }

    @Test func `bytes that are no text are repaired`() throws {
        let folder = try TemporaryFolder("latin1")
        let helper = try newHelper()
        let path = folder.appending("a.wav")
        try Sound(encoding: ["-metadata", "title=cafX"]).write(to: path)
        try overwrite(path, at: offset(of: "cafX", in: path) + 3, [0xE9])
        #expect(try properties(path, with: helper).properties.tags.title == "caf\u{FFFD}")
    }
}
