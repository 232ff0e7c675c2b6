import AudiowatchCore
import Foundation
import SystemPackage
import TestSupport
import SQLiteCatalog
import Testing
@testable import HTTPDashboard

@Suite(.timeLimit(.minutes(1))) struct ReadingTests {
    /// Twenty-five files: 12 pairs of copies and a single one, all of near names, each with a problem.
    private func fill(_ library: Library) throws {
        for number in 0..<25 {
            try library.add(
                FileName("kick \(number).wav"), Array("RIFF \(number / 2)".utf8),
                fingerprint: UInt64(number / 2 + 1), duration: Double(number / 2 + 1),
                problem: Problem(.suspect, "number \(number)"))
        }
    }

    /// Every row of a list, asked for page by page.
    private func all(
        _ page: ServedPage, _ target: String, _ key: String, limit: Int
    ) async throws -> [[String: Any]] {
        var rows: [[String: Any]] = []
        var after: String?
        for _ in 0..<100 {
            let mark = target.contains("?") ? "&" : "?"
            let place = after.map { "&after=\($0)" } ?? ""
            let answer = try await page.ask("\(target)\(mark)limit=\(limit)\(place)")
            #expect(answer.status == 200, "\(target)")
            let some = try answer.list(key)
            #expect(some.count <= limit)
            rows += some
            after = try answer.next()
            if after == nil { return rows }
            #expect(some.count == limit, "a page that is not the last is full")
        }
        Issue.record("\(target) never ends")
        return rows
    }

    @Test(arguments: [1, 3, 5, 25, 1_000])
    func `every list is walked to its end, no row twice, none left out`(limit: Int) async throws {
        try await ServedPage.serving { page in
            try fill(page.library)
            let files = try await all(page, "/api/files", "hits", limit: limit)
            #expect(files.compactMap { $0["id"] as? Int } == Array(1...13))
            let found = try await all(page, "/api/files?q=kick+format:wav", "hits", limit: limit)
            #expect(found.count == 13)
            let groups = try await all(page, "/api/duplicates", "groups", limit: limit)
            #expect(Set(groups.compactMap { $0["content"] as? Int }).count == 12)
            #expect(groups.count == 12)
            let activity = try await all(page, "/api/activity", "activity", limit: limit)
            let numbers = activity.compactMap { $0["id"] as? Int }
            #expect(numbers == Set(numbers).sorted(by: >))
            #expect(numbers.count >= 25)
            let problems = try await all(page, "/api/problems", "problems", limit: limit)
            #expect(Set(problems.compactMap { $0["path"] as? String }).count == 25)
            #expect(problems.count == 25)
        }
    }

    @Test func `what sources share is told with copies, links and waste`() async throws {
        try await ServedPage.serving { page in
            try fill(page.library)
            let overlap = try await page.ask("/api/duplicates/overlap").object()
            let known = try page.library.catalog.overlap()
            #expect(overlap["groups"] as? Int == 12)
            #expect(overlap["copies"] as? Int == known.copies)
            #expect(overlap["hardLinks"] as? Int == known.hardLinks)
            #expect(overlap["wasted"] as? Int64 == known.wasted)
            let sources = try #require(overlap["sources"] as? [[String: Any]])
            #expect(sources.map { $0["source"] as? String } == ["music"])
            let holds = try #require(sources.first?["holds"] as? [String: Any])
            #expect(holds["contents"] as? Int == 13)
            #expect((overlap["pairs"] as? [Any])?.isEmpty == true)
        }
    }

    @Test(arguments: [1, 2, 100])
    func `near duplicates are walked to their end`(limit: Int) async throws {
        try await ServedPage.serving { page in
            for (number, name) in ["a", "b", "c"].enumerated() {
                for (which, ending) in ["wav", "aif"].enumerated() {
                    try page.library.add(
                        FileName("\(name).\(ending)"), Array("\(name)\(ending)".utf8),
                        fingerprint: UInt64(number * 2 + which + 1))
                }
            }
            let groups = try await all(page, "/api/near-duplicates", "groups", limit: limit)
            #expect(groups.compactMap { $0["baseName"] as? String } == ["a", "b", "c"])
        }
    }

    @Test func `a file is found by words, by path of any bytes, and by number`() async throws {
        try await ServedPage.serving { page in
            let name = FileName(bytes: Array("caf".utf8) + [0xE9] + Array(" +&.wav".utf8))
            let id = try page.library.add(name, fingerprint: 1)
            try page.library.add("snare.flac", fingerprint: 2, format: "flac", duration: 3)
            for (target, count) in [
                ("/api/files?q=snare", 1), ("/api/files?q=-snare", 1), ("/api/files?q=", 2),
                ("/api/files?format=FLAC", 1), ("/api/files?format=flac&format=wav", 2),
                ("/api/files?source=music", 2), ("/api/files?source=nowhere", 0),
                ("/api/files?min_duration=2", 1), ("/api/files?max_duration=2", 1),
                ("/api/files?min_duration=2&max_duration=1", 0), ("/api/files?q=format%3Awav", 1),
                ("/api/files?q=nothing+at+all", 0), ("/api/files?path=/nowhere.wav", 0),
                ("/api/files?path=/etc/passwd", 0), ("/api/files?path=\(path(page, "")).", 0),
            ] {
                let answer = try await page.ask(target)
                #expect(answer.status == 200, "\(target)")
                #expect(try answer.list("hits").count == count, "\(target)")
            }
            let exact = page.library.folder.appending("music").child(name)
            let escaped = exact.bytes.map { byte in
                "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
            let base64 = PathText(exact).base64 ?? ""
            for target in [
                "/api/files?path=\(escaped)",
                "/api/files?path_base64=\(base64.replacing("+", with: "%2B"))",
            ] {
                let hits = try await page.ask(target).list("hits")
                #expect(hits.first?["id"] as? Int == Int(id))
                #expect(hits.first?["path_base64"] as? String == base64)
            }
            let details = try await page.ask("/api/files/\(id)").object()
            #expect(details["path_base64"] as? String == base64)
            let file = try #require(details["file"] as? Int)
            let again = try await page.ask("/api/files/f\(file)").object()
            #expect(again["id"] as? Int == Int(id))
        }
    }

    @Test func `rows and details tell tempo and key with their origin`() async throws {
        try await ServedPage.serving { page in
            let id = try page.library.add("Loop_128_Am.wav", fingerprint: 1)
            try page.library.add("plain.wav", fingerprint: 2)
            let hits = try await page.ask("/api/files?q=bpm:128+key:Am").list("hits")
            #expect(hits.compactMap { $0["id"] as? Int } == [Int(id)])
            let details = try await page.ask("/api/files/\(id)").object()
            let path = page.library.folder.appending("music/Loop_128_Am.wav")
            let byPath = try await page.ask("/api/files?path=\(path)").list("hits")
            for row in hits + byPath + [details] {
                let tempo = try #require(row["tempo"] as? [String: Any])
                #expect(tempo["value"] as? Double == 128)
                #expect(tempo["origin"] as? String == "name")
                let key = try #require(row["key"] as? [String: Any])
                #expect(key["value"] as? String == "Am")
                #expect(key["origin"] as? String == "name")
            }
            let plain = try await page.ask("/api/files?q=plain").list("hits")
            #expect(plain.count == 1)
            #expect(plain.first?["tempo"] == nil && plain.first?["key"] == nil)
        }
    }

    @Test func `figures, sources, metrics and the page answer`() async throws {
        try await ServedPage.serving { page in
            try fill(page.library)
            let stats = try await page.ask("/api/stats").object()
            #expect(stats["uniqueFiles"] as? Int == 13)
            #expect(stats["duplicateGroups"] as? Int == 12)
            let sources = try await page.ask("/api/sources").list("sources")
            #expect(sources.compactMap { $0["name"] as? String } == ["drums", "Bögen"])
            let status = try await page.ask("/api/status").object()
            #expect(status["pid"] as? Int == 4711)
            let metrics = try await page.ask("/metrics")
            #expect(metrics.fields["content-type"]?.hasPrefix("text/plain") == true)
            #expect(metrics.text.contains("\naudiowatch_files{source=\"drums\"} 20770\n"))
            #expect(metrics.text.contains("\naudiowatch_overflows_total 1\n"))
            #expect(
                metrics.text.contains(
                    "\naudiowatch_directories_listed_total{source=\"drums\",cause=\"scan\"} 0\n"))
            let front = try await page.ask("/")
            #expect(front.text == "<p>hi")
            #expect(front.fields["content-type"] == "text/html; charset=utf-8")
            let tag = try #require(front.fields["etag"])
            #expect(try await page.ask("/", headers: ["If-None-Match: \(tag)"]).status == 304)
            #expect(try await page.ask("/assets/app.js").text == "1")
            for target in [
                "/assets/none.js", "/assets/", "/assets/../index.html", "/assets/%2e%2e",
            ] {
                #expect(try await page.ask(target).status == 404, "\(target)")
            }
            let head = try await page.ask("/", "HEAD")
            #expect(head.status == 200 && head.body.isEmpty)
            #expect(head.fields["content-length"] == "5")
        }
    }

    @Test func `bad questions get a sentence, and typing mistakes are not passed over`()
        async throws
    {
        try await ServedPage.serving { page in
            for target in [
                "/api/files?limit=0", "/api/files?limit=1001", "/api/files?limit=ten",
                "/api/files?limit=-1", "/api/files?limit=99999999999999999999",
                "/api/files?after=x9", "/api/files?after=c-1", "/api/files?after=c",
                "/api/files?q=colour:red", "/api/files?q=dur:long", "/api/files?formats=wav",
                "/api/files?min_duration=-1", "/api/files?min_duration=nan",
                "/api/files?max_duration=inf", "/api/files?q=%zz", "/api/files?q=%e",
                "/api/files?path=relative.wav", "/api/files?path=", "/api/files?path=/a%00b",
                "/api/files?path_base64=!", "/api/files?path_base64=YQ==",
                "/api/files/0", "/api/files/-3", "/api/files/x", "/api/files/f", "/api/files/1.5",
                "/api/files/99999999999999999999", "/api/files/1?q=x",
                "/api/duplicates?after=1", "/api/duplicates?after=a-b", "/api/duplicates?limit=0",
                "/api/duplicates/overlap?limit=1",
                "/api/near-duplicates?after=-1", "/api/near-duplicates?after=x",
                "/api/near-duplicates?after=7", "/api/near-duplicates?after=1-2-!",
                "/api/activity?after=-1", "/api/activity?limit=0", "/api/activity?before=3",
                "/api/problems?after=x", "/api/problems?limit=1e3", "/api/stats?x=1",
                "/api/sources?x=1", "/api/events?from=1",
            ] {
                let answer = try await page.ask(target)
                #expect(answer.status == 400, "\(target)")
                #expect(answer.error?.code == .badRequest, "\(target)")
                #expect(answer.error?.message.isEmpty == false, "\(target)")
            }
            for target in ["/api/files/4711", "/api/files/f4711", "/api", "/api/", "/api/file"] {
                #expect(try await page.ask(target).error?.code == .notFound, "\(target)")
            }
            for target in [
                "/api/files", "/api/files/1", "/api/stats", "/api/events", "/metrics", "/",
                "/assets/app.js", "/api/duplicates", "/audio/1", "/audio",
            ] {
                let answer = try await page.ask(target, "POST", headers: mutating, body: "{}")
                #expect(answer.error?.code == .methodNotAllowed, "\(target)")
            }
            // Far past the end there is nothing, and no error.
            #expect(
                try await page.ask("/api/files?after=c9223372036854775807").list("hits").isEmpty)
            #expect(
                try await page.ask("/api/near-duplicates?after=9-1-enp6").list("groups").isEmpty)
        }
    }
}
