import AudiowatchCore
import Synchronization
import SystemPackage
import TestSupport
import Testing
@testable import HTTPDashboard

@Suite(.timeLimit(.minutes(1))) struct RevealTests {
    @Test func `a file is shown by its number, and only one that the catalogue knows`() async throws
    {
        try await ServedPage.serving { page in
            let name = "Ümlaut 'x', $(id).wav"
            try page.library.add(FileName(bytes: Array(name.utf8)), fingerprint: 1)
            let hit = try #require(try await page.ask("/api/files").list("hits").first)
            let file = try #require(hit["file"] as? Int)
            let answer = try await page.ask(
                "/api/files/f\(file)/reveal", "POST", headers: mutating, body: "{}")
            #expect(answer.status == 200)
            #expect(try answer.object()["shown"] as? String == "file")
            let shown = page.asked.state.withLock { $0.reveals }
            #expect(shown == [PathText(page.library.folder.appending("music/\(name)"))])
            for (target, status) in [
                ("/api/files/f4711/reveal", 404), ("/api/files/x/reveal", 400),
                ("/api/files/%2fetc%2fpasswd/reveal", 400), ("/api/problems/4711/reveal", 404),
                ("/api/problems/0/reveal", 400), ("/api/problems/x/reveal", 400),
            ] {
                let answer = try await page.ask(target, "POST", headers: mutating, body: "{}")
                #expect(answer.status == status, "\(target)")
            }
            #expect(try await page.ask("/api/files/f\(file)/reveal").status == 405)
            #expect(
                try await page.ask("/api/files/f\(file)/reveal", "POST", body: "{}").status == 403,
                "another page can send a form")
            try page.library.setState(.offline(reason: "the drive is unplugged"))
            let away = try await page.ask(
                "/api/files/f\(file)/reveal", "POST", headers: mutating, body: "{}")
            #expect(away.status == 503 && away.error?.message.contains("unplugged") == true)
            #expect(page.asked.state.withLock { $0.reveals.count } == 1)
        }
    }

    @Test func `the place of a problem is shown`() async throws {
        try await ServedPage.serving { page in
            try page.library.add(
                "broken.wav", fingerprint: 1,
                problem: Problem(.notAudio, "no audio"))
            let problem = try #require(
                try await page.ask("/api/problems").list("problems").first?["id"] as? Int)
            let answer = try await page.ask(
                "/api/problems/\(problem)/reveal", "POST", headers: mutating, body: "{}")
            #expect(answer.status == 200)
            let shown = page.asked.state.withLock { $0.reveals }
            #expect(shown == [PathText(page.library.folder.appending("music/broken.wav"))])
        }
    }

    @Test(
        arguments: [
            ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("::ffff:127.0.0.1", true),
            ("192.168.0.7", false), ("::ffff:10.0.0.1", false), ("2001:db8::1", false),
            ("10.127.0.1", false), ("", false),
        ])
    func `only this machine's own addresses count`(address: String, isHere: Bool) {
        #expect(LoopbackAddress.covers(address) == isHere)
    }

    @Test func `a file is saved under its own name, whatever it is`() async throws {
        try await ServedPage.serving { page in
            let name = "Kéy \"1\"; x=%41\r\n\\.wav"
            let id = try page.library.add(
                FileName(bytes: Array(name.utf8)), Array("RIFFRIFF".utf8), fingerprint: 1)
            #expect(try await page.ask("/audio/\(id)").fields["content-disposition"] == nil)
            let answer = try await page.ask("/audio/\(id)?download=1")
            #expect(answer.status == 200 && answer.text == "RIFFRIFF")
            #expect(
                answer.fields["content-disposition"]
                    == "attachment; filename=\"K_y _1_; x=_41___.wav\"; "
                    + "filename*=UTF-8''K%C3%A9y%20%221%22%3B%20x%3D%2541%0D%0A%5C.wav")
            let part = try await page.ask(
                "/audio/\(id)?download=1", headers: ["Range: bytes=0-3"])
            #expect(part.status == 206 && part.text == "RIFF")
            #expect(try await page.ask("/audio/\(id)?download=2").status == 400)
            #expect(try await page.ask("/audio/\(id)?down=1").status == 400)
        }
    }

    @Test func `what is in work is told, with paths that are exact`() async throws {
        try await ServedPage.serving { page in
            let file = try #require(try await page.ask("/api/work").list("files").first)
            #expect(file["kind"] as? String == "digest")
            #expect(file["source"] as? String == "drums")
            #expect(file["path_base64"] as? String == "L+k=")
            #expect(file["since"] as? Double == 1_700_000_002)
        }
    }
}
