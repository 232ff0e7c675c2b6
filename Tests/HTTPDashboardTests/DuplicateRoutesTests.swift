import AudiowatchCore
import Foundation
import SQLiteCatalog
import Synchronization
import SystemPackage
import TestSupport
import Testing
@testable import HTTPDashboard

@Suite(.timeLimit(.minutes(1))) struct DuplicateRoutesTests {
    /// Two groups of two: content 1 with ten bytes, content 2 with four.
    private func fill(_ library: Library) throws {
        for name: FileName in ["a.wav", "b.wav"] {
            try library.add(name, Array("RIFF larger".utf8), fingerprint: 1)
        }
        for name: FileName in ["c.wav", "d.wav"] { try library.add(name, fingerprint: 2) }
    }

    private func keep(_ name: FileName, in library: Library) throws {
        let path = library.folder.appending("music").child(name)
        let details = try #require(try library.catalog.show(.path(path)))
        let outcome = try library.catalog.writer.decide(
            VerdictRequest(
                group: .exact(try #require(details.id)), verdict: .keep, file: details.file),
            at: CatalogTime(microseconds: 1))
        #expect(outcome == .recorded)
    }

    @Test func `groups come in the order asked for, and decided ones only when asked for`()
        async throws
    {
        try await ServedPage.serving { page in
            try fill(page.library)
            try keep("a.wav", in: page.library)
            func contents(_ query: String) async throws -> [Int] {
                try await page.ask("/api/duplicates\(query)").list("groups")
                    .compactMap { $0["content"] as? Int }
            }
            #expect(try await contents("") == [2])
            #expect(try await contents("?decided=all") == [1, 2])
            #expect(try await contents("?decided=all&sort=copies") == [2, 1])
            #expect(try await contents("?decided=keep&source=music") == [1])
            #expect(try await contents("?decided=later") == [])
            #expect(try await contents("?source=nowhere") == [])
            #expect(try await contents("?state=proved") == [2])
            #expect(try await contents("?state=hard-linked") == [])
            #expect(try await contents("?state=unverified") == [])
            let music = page.library.folder.appending("music").string
            #expect(try await contents("?folder=\(music)") == [2])
            #expect(try await contents("?folder=\(music)/none") == [])
            let all = try await page.ask("/api/duplicates?decided=all").object()
            let counts = try #require(all["decided"] as? [String: Int])
            #expect(counts == ["keep": 1, "not_duplicate": 0, "later": 0])
            let group = try #require((all["groups"] as? [[String: Any]])?.first)
            #expect(group["state"] as? String == "proved")
            #expect(group["unverified"] as? Int == 0)
            #expect((group["verdict"] as? [String: Any])?["verdict"] as? String == "keep")
            for wrong in [
                "sort=name", "decided=maybe", "folder=music", "folder=/%00", "folder_base64=*",
                "after=x", "what=1", "state=x", "state=unverified&sort=size",
            ] {
                #expect(
                    try await page.ask("/api/duplicates?\(wrong)").error?.code == .badRequest,
                    "\(wrong)")
            }
        }
    }

    @Test func `a verdict reaches the daemon as it was meant, or not at all`() async throws {
        try await ServedPage.serving { page in
            func decide(_ target: String, _ body: String) async throws -> Answer {
                try await page.ask("/api/\(target)/verdict", "POST", headers: mutating, body: body)
            }
            let kept = try await decide("duplicates/7", #"{"verdict": "keep", "file": 3}"#)
            #expect(kept.status == 200)
            #expect(try kept.object()["file"] as? Int == 3)
            #expect(
                try await decide("near-duplicates/8", #"{"verdict": "later", "members": [8, 9]}"#)
                    .status == 200)
            #expect(try await decide("duplicates/7", #"{"verdict": null}"#).status == 200)
            let group = DuplicateGroupID.exact(Content.ID(rawValue: 7))
            #expect(
                page.asked.state.withLock { $0.verdicts } == [
                    VerdictRequest(group: group, verdict: .keep, file: File.ID(rawValue: 3)),
                    VerdictRequest(
                        group: .near(leader: Content.ID(rawValue: 8)), verdict: .later,
                        members: [Content.ID(rawValue: 8), Content.ID(rawValue: 9)]),
                    VerdictRequest(group: group, verdict: nil),
                ])
            for (target, body) in [
                ("duplicates/7", #"{"verdict": "keep"}"#),
                ("duplicates/7", #"{"verdict": "later", "file": 3}"#),
                ("duplicates/7", #"{"verdict": "delete"}"#), ("duplicates/7", #"{"verdict": 1}"#),
                ("duplicates/0", #"{"verdict": "later"}"#),
                ("near-duplicates/x", #"{"verdict": "later"}"#),
            ] {
                #expect(try await decide(target, body).error?.code == .badRequest, "\(body)")
            }
            // As every acting route: not for another web page, and not by GET.
            let bare = try await page.ask(
                "/api/duplicates/7/verdict", "POST", body: #"{"verdict": "later"}"#)
            #expect(bare.status == 403)
            #expect(try await page.ask("/api/duplicates/7/verdict").status == 405)
            #expect(page.asked.state.withLock { $0.verdicts.count } == 3)
        }
    }

    @Test func `copies that may go come as paths, a table and JSON`() async throws {
        try await ServedPage.serving { page in
            try fill(page.library)
            let odd = FileName(bytes: Array("say \"hi\", caf".utf8) + [0xE9] + Array(".wav".utf8))
            try page.library.add(odd, Array("RIFF larger".utf8), fingerprint: 1)
            try keep("a.wav", in: page.library)
            let music = page.library.folder.appending("music")
            let paths = [music.child("b.wav").bytes, music.child(odd).bytes]
            let nul = try await page.ask("/api/duplicates/export?format=nul")
            #expect(nul.body == paths.flatMap { $0 + [0] })
            #expect(nul.fields["content-disposition"]?.hasPrefix("attachment; ") == true)
            let csv = try await page.ask("/api/duplicates/export?format=csv").text
            let rows = csv.components(separatedBy: "\r\n")
            #expect(rows.count == 4)
            #expect(rows.first == "path,path_base64,kept,kept_base64,size,source,content")
            #expect(
                rows.dropFirst().first == "\(music)/b.wav,,\(music)/a.wav,,11,music,1")
            #expect(
                rows.dropFirst(2).first
                    == "\"\(music)/say \"\"hi\"\", caf\u{FFFD}.wav\","
                    + "\(Base64.encoded(music.child(odd).bytes)),\(music)/a.wav,,11,music,1")
            let json = try await page.ask("/api/duplicates/export?format=json").list("copies")
            #expect(json.map { $0["kept"] as? String } == ["\(music)/a.wav", "\(music)/a.wav"])
            #expect(
                json.last?["path_base64"] as? String == Base64.encoded(music.child(odd).bytes))
            for wrong in ["", "?format=exe", "?format=sh&x=1"] {
                #expect(try await page.ask("/api/duplicates/export\(wrong)").status == 400)
            }
        }
    }
}
