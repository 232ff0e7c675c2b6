import ArgumentParser
import AudiowatchCore
import Foundation
import SQLiteCatalog
import SystemPackage
import TestSupport
import Testing

@testable import Commands

/// The forms in which sounds leave, byte by byte.
@Suite struct ExportTests {
    private func hit(
        _ path: String, base64: String? = nil, duration: Double? = 1.5, tags: String = "{}"
    ) throws -> SearchHit {
        let quoted = String(decoding: try JSONEncoder().encode(path), as: UTF8.self)
        let json = """
            {"id": 7, "file": 12, "path": \(quoted), "source": "samples", "sourceState": "online",
            "size": 264644, "modifiedAt": 1700000000.25, "copies": 2,
            "properties": {"isEstimated": false, "sampleRate": 44100, "channels": 2, "bitDepth": 24,
            "format": "wav", "codec": "pcm_s24le", "tags": \(tags)
            \(duration.map { ", \"duration\": \($0)" } ?? "")}
            \(base64.map { ", \"path_base64\": \"\($0)\"" } ?? ""), "fingerprint": "00ff00ff00ff00ff"}
            """
        return try JSONDecoder().decode(SearchHit.self, from: Data(json.utf8))
    }

    private func exported(_ format: ExportFormat, _ hits: [SearchHit]) throws -> String {
        let folder = try TemporaryFolder("export")
        let path = folder.path.appending("out")
        var writer = try ExportWriter(format, to: try OutputFile(replacing: path))
        for hit in hits { try writer.add(hit) }
        try writer.finish()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path.string)
        #expect(names == ["out"], "nothing else stays there")
        return String(decoding: try Data(contentsOf: URL(filePath: path.string)), as: UTF8.self)
    }

    @Test func `a table is as RFC 4180 has it`() throws {
        let text = try exported(
            .csv,
            [
                hit("/s/=Kick, \"deep\".wav", tags: #"{"title": "two\nlines", "artist": "é"}"#),
                hit("/s/caf\u{fffd}.wav", base64: "L3MvY2Fm6S53YXY=", duration: nil),
            ])
        #expect(
            text == """
                id,file,path,path_base64,source,source_state,size,modified,copies,duration,is_estimated,\
                sample_rate,channels,bit_depth,format,codec,bit_rate,tempo,key,title,artist,album,genre,\
                date,track,comment,fingerprint\r
                7,12,"/s/=Kick, ""deep"".wav",,samples,online,264644,2023-11-14T22:13:20Z,2,1.5,false,\
                44100,2,24,wav,pcm_s24le,,,,"two
                lines",é,,,,,,00ff00ff00ff00ff\r
                7,12,/s/caf\u{fffd}.wav,L3MvY2Fm6S53YXY=,samples,online,264644,2023-11-14T22:13:20Z,2,,,\
                44100,2,24,wav,pcm_s24le,,,,,,,,,,,00ff00ff00ff00ff\r\n
                """)
    }

    @Test func `a playlist has no line that is half a name`() throws {
        let text = try exported(
            .m3u8,
            [
                hit("/s/Kick 1.wav"),
                hit("/s/Take.wav", duration: nil, tags: #"{"title": "T\nx", "artist": "A"}"#),
                hit("/s/two\nlines 50%.wav"),
                hit("/s/caf\u{fffd}.wav", base64: "L3MvY2Fm6S53YXY="),
                hit("/s/é.wav "),
            ])
        #expect(
            text == """
                #EXTM3U
                #EXTINF:2,Kick 1.wav
                /s/Kick 1.wav
                #EXTINF:-1,A - T x
                /s/Take.wav
                #EXTINF:2,two lines 50%.wav
                file:///s/two%0Alines%2050%25.wav
                #EXTINF:2,caf\u{fffd}.wav
                file:///s/caf%E9.wav
                #EXTINF:2,é.wav\u{20}
                file:///s/%C3%A9.wav%20

                """)
    }

    @Test func `JSON is one array, or a line a row`() throws {
        let rows = [try hit("/s/a.wav"), try hit("/s/b.wav")]
        let array = try JSONDecoder().decode(
            [SearchHit].self, from: Data(exported(.json, rows).utf8))
        #expect(array == rows)
        let lines = try exported(.ndjson, rows).split(separator: "\n")
        #expect(
            try lines.map { try JSONDecoder().decode(SearchHit.self, from: Data($0.utf8)) } == rows)
        let wanted = [
            #"{"copies":2,"file":12,"fingerprint":"00ff00ff00ff00ff","id":7,"#,
            #""modifiedAt":1700000000.25,"path":"/s/a.wav","properties":{"bitDepth":24,"#,
            #""channels":2,"codec":"pcm_s24le","duration":1.5,"format":"wav","#,
            #""isEstimated":false,"sampleRate":44100,"tags":{}},"size":264644,"#,
            #""source":"samples","sourceState":"online"}"#,
        ].joined()
        #expect(String(lines[0]) == wanted)
        #expect(try exported(.json, []) == "[]\n")
        #expect(try exported(.ndjson, []).isEmpty)
    }

    @Test func `what was said of a sound is a line that can be given back`() throws {
        let json = [
            #"{"at":1700000000.5,"fingerprint":"00ff00ff00ff00ff","id":7,"kind":"class","#,
            #""size":264644,"value":{"a":[1,0.5],"b":null},"version":2}"#,
        ].joined()
        let annotation = try JSONDecoder().decode(StoredAnnotation.self, from: Data(json.utf8))
        #expect(try JSONOutput.line(annotation) == json)
        let read = AnnotationLine.read(
            AnnotationBatch(try #require(AnnotationKind("class")), text: Array(json.utf8)))
        #expect(try read.first?.wish.get().value == .json(#"{"a":[1,0.5],"b":null}"#))
    }

    @Test func `a file that is not finished leaves the old one as it was, and private`() throws {
        let folder = try TemporaryFolder("export")
        let path = folder.path.appending("list.csv")
        try Data("old".utf8).write(to: URL(filePath: path.string))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path.string)
        do {
            var writer = try ExportWriter(.csv, to: try OutputFile(replacing: path))
            try writer.add(hit("/s/a.wav"))
            #expect(throws: (any Error).self) { try OutputFile(replacing: path) }
        }
        #expect(try String(contentsOfFile: path.string, encoding: .utf8) == "old")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path.string)
                == ["list.csv"])
        try ExportWriter(.csv, to: try OutputFile(replacing: path)).finish()
        let mode = try FileManager.default.attributesOfItem(atPath: path.string)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(
            try String(contentsOfFile: path.string, encoding: .utf8) == ExportTable.head)
        #expect(throws: (any Error).self) { try OutputFile(replacing: folder.path) }
        #expect(throws: (any Error).self) {
            try OutputFile(replacing: folder.path.appending("none/list.csv"))
        }
    }

    @Test func `progress tells how many, how fast, and when all are done`() {
        #expect(ExportProgress.text(12_000, after: .seconds(2)) == "12,000 · 6,000/s")
        let pace = ExportProgress.pace(12_000, 24_000, .seconds(2))
        #expect(pace == QueuePace(ratePerSecond: 6_000, etaSeconds: 2))
        #expect(ExportProgress.pace(0, 10, .zero).etaSeconds == nil)
    }

    @Test(arguments: [
        ["fromat:wav"], ["--limit", "0"], ["--format", "xml"], ["--json", "--format", "csv"],
    ]) func `what makes no sense is refused`(arguments: [String]) {
        #expect(throws: (any Error).self) { try ExportCommand.parse(arguments) }
    }
}
