import AudiowatchCore
import Foundation
import Glibc
import Logging
import SystemPackage
import TestSupport
import Synchronization
import Testing
@testable import HTTPDashboard

@Suite(.timeLimit(.minutes(1))) struct GuardTests {
    @Test func `a host is answered to when it is this machine or a configured name`() async throws {
        var options = ServedPage.Options()
        options.allowedHosts = ["Studio.local"]
        try await ServedPage.serving(options) { page in
            let table: [(String?, Int)] = [
                ("127.0.0.1", 200), ("127.0.0.1:8787", 200), ("localhost", 200),
                ("LOCALHOST:1", 200), ("[::1]:8787", 200), ("[::1]", 200),
                ("studio.local:8787", 200),
                ("evil.example", 421), ("evil.example:8787", 421), ("127.0.0.1.evil.example", 421),
                ("localhost.evil.example", 421), ("127.0.0.2", 421), ("0.0.0.0", 421),
                ("localhost:x", 421), ("localhost:123456", 421), ("localhost.", 421),
                ("user@localhost", 421), ("::1", 421), ("[::1", 421), ("<script>", 421),
                ("", 421), (nil, 400),
            ]
            for target in ["/", "/api/status", "/nowhere"] {
                for (host, expected) in table {
                    let answer = try await page.ask(target, host: host)
                    let ok = target == "/nowhere" ? 404 : 200
                    #expect(
                        answer.status == (expected == 200 ? ok : expected),
                        "\(target) \(host ?? "none")")
                }
            }
            let evil = try await page.ask("/", host: "evil.example")
            #expect(evil.error?.hint?.contains("allowed_hosts = [\"evil.example\"]") == true)
            #expect(try await page.ask("/", host: "<script>").error?.hint == nil)
            let doubled = try await page.ask("/", headers: ["Host: localhost"])
            #expect(doubled.status == 400)
            #expect(
                try await page.ask("/", host: "evil", headers: ["Host: localhost"]).status == 400)
        }
    }

    @Test func `another web page reads nothing and changes nothing`() async throws {
        try await ServedPage.serving { page in
            let json = "Content-Type: application/json"
            let mark = "X-Audiowatch: 1"
            let own = "Origin: http://localhost:8787"
            let same = "Sec-Fetch-Site: same-origin"
            let table: [(String, String, [String], Int)] = [
                ("GET", "/api/status", [same], 200),
                ("GET", "/api/status", ["Sec-Fetch-Site: none"], 200),
                ("GET", "/api/status", ["Sec-Fetch-Site: cross-site"], 403),
                ("GET", "/api/status", ["Sec-Fetch-Site: same-site"], 403),
                ("GET", "/api/status", [same, "Sec-Fetch-Site: cross-site"], 403),
                ("GET", "/api/events", ["Sec-Fetch-Site: cross-site"], 403),
                ("GET", "/audio/1", ["Sec-Fetch-Site: cross-site"], 403),
                ("GET", "/assets/app.js", ["Sec-Fetch-Site: cross-site"], 403),
                ("GET", "/", ["Sec-Fetch-Site: cross-site"], 200),
                ("HEAD", "/api/status", ["Sec-Fetch-Site: cross-site"], 403),
                ("GET", "/api/status", ["Origin: http://evil.example"], 403),
                ("GET", "/api/status", ["Origin: null"], 403),
                ("GET", "/api/status", [own], 200),
                ("POST", "/api/resume", [], 403),
                ("POST", "/api/resume", [json], 403),
                ("POST", "/api/resume", [mark], 415),
                ("POST", "/api/resume", [mark, "Content-Type: text/plain"], 415),
                ("POST", "/api/resume", [mark, "Content-Type: application/jsonp"], 415),
                (
                    "POST", "/api/resume", [mark, "Content-Type: application/json; charset=utf-8"],
                    200
                ),
                ("POST", "/api/resume", [json, mark], 200),
                ("POST", "/api/resume", [json, "X-Audiowatch: yes"], 403),
                ("POST", "/api/resume", [json, mark, own], 200),
                ("POST", "/api/resume", [json, mark, own, same], 200),
                ("POST", "/api/resume", [json, mark, "Origin: https://[::1]:9"], 200),
                ("POST", "/api/resume", [json, mark, same], 403),
                ("POST", "/api/resume", [json, mark, "Sec-Fetch-Site: none"], 403),
                ("POST", "/api/resume", [json, mark, own, "Sec-Fetch-Site: cross-site"], 403),
                ("POST", "/api/resume", [json, mark, "Origin: http://evil.example"], 403),
                ("POST", "/api/resume", [json, mark, "Origin: http://localhost.evil"], 403),
                ("POST", "/api/resume", [json, mark, "Origin: http://localhost@evil"], 403),
                ("POST", "/api/resume", [json, mark, "Origin: ftp://localhost"], 403),
                ("POST", "/api/resume", [json, mark, "Origin: null"], 403),
                ("POST", "/api/resume", [json, mark, "Origin: "], 403),
                ("POST", "/", [json, mark, "Sec-Fetch-Site: cross-site"], 403),
                ("OPTIONS", "/api/resume", ["Origin: http://evil.example"], 403),
                ("DELETE", "/api/resume", [json, mark], 405),
            ]
            var resumed = 0
            for (method, target, headers, status) in table {
                let answer = try await page.ask(target, method, headers: headers, body: "{}")
                #expect(answer.status == status, "\(method) \(target) \(headers)")
                for name in answer.fields.keys { #expect(!name.hasPrefix("access-control-")) }
                #expect(answer.fields["cross-origin-resource-policy"] == "same-origin")
                #expect(answer.fields["x-content-type-options"] == "nosniff")
                #expect(
                    answer.fields["content-security-policy"]?.contains("frame-ancestors 'none'")
                        == true)
                if method == "POST", status == 200 { resumed += 1 }
            }
            #expect(page.asked.state.withLock { $0.resumes } == resumed)
        }
    }

    @Test func `a process of another user is turned away`() async throws {
        var options = ServedPage.Options()
        options.user = getuid() &+ 1
        try await ServedPage.serving(options) { page in
            for target in ["/", "/api/status", "/assets/app.js", "/audio/1"] {
                let answer = try await page.ask(target)
                #expect(answer.status == 403, "\(target)")
                #expect(answer.error?.hint?.contains("token_file") == true)
            }
        }
    }

    @Test func `with a token the page is open, and everything behind it takes token or cookie`()
        async throws
    {
        var options = ServedPage.Options()
        options.token = "correct-horse-battery"
        // Whose process asks does not matter then.
        options.user = getuid() &+ 1
        try await ServedPage.serving(options) { page in
            for target in ["/", "/assets/app.js"] {
                #expect(try await page.ask(target).status == 200)
            }
            func status(_ header: String) async throws -> Int {
                try await page.ask("/api/status", headers: [header]).status
            }
            #expect(try await status("X-Nothing: 1") == 401)
            #expect(try await status("Authorization: Bearer correct-horse-battery") == 200)
            #expect(try await status("Authorization: bearer  correct-horse-battery") == 200)
            for wrong in [
                "Bearer", "Bearer ", "Bearer wrong",
                "Bearer correct-horse-batterycorrect-horse-battery",
                "Bearer correct-horse-batter", "Basic correct-horse-battery",
            ] { #expect(try await status("Authorization: \(wrong)") == 401, "\(wrong)") }
            #expect(try await status("Cookie: audiowatch=correct-horse-battery") == 401)
            #expect(try await status("Cookie: audiowatch=") == 401)
            let refused = try await page.ask(
                "/api/session", "POST", headers: mutating, body: #"{"token": "wrong"}"#)
            #expect(refused.status == 401)
            #expect(refused.fields["set-cookie"] == nil)
            let admitted = try await page.ask(
                "/api/session", "POST", headers: mutating,
                body: #"{"token": "correct-horse-battery"}"#)
            #expect(admitted.status == 204)
            let cookie = try #require(admitted.fields["set-cookie"])
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
            #expect(!cookie.contains("correct-horse"))
            let shown = try #require(cookie.split(separator: ";").first)
            #expect(try await status("Cookie: a=b; \(shown); c=d") == 200)
            #expect(try await status("Cookie: \(shown)x") == 401)
        }
    }

    @Test func `an address that strangers reach is refused without a token`() throws {
        var address = PageAddress(bind: "0.0.0.0", port: 1, isLoopback: false)
        let error = #expect(throws: ServerError.self) { try address.check() }
        #expect(error?.code == .exposed)
        address.token = AccessToken("correct-horse-battery")
        try address.check()
    }

    @Test func `a token file is its owner's alone and holds a secret`() throws {
        let folder = try TemporaryFolder("token")
        let file = try folder.file("token", Array("  correct-horse-battery \nrest".utf8))
        chmod(file.string, 0o600)
        let token = try AccessToken.read(file)
        #expect(token.isSame(as: "correct-horse-battery"))
        #expect(!token.isSame(as: "rest"))
        for mode: mode_t in [0o640, 0o604, 0o644] {
            chmod(file.string, mode)
            #expect(throws: ServerError.self) { try AccessToken.read(file) }
        }
        chmod(file.string, 0o600)
        for text in [
            "", "short", "with blanks in between",
            "\u{FC}\u{FC}\u{FC}\u{FC}\u{FC}\u{FC}\u{FC}\u{FC}\u{FC}",
        ] {
            try folder.file("token", Array(text.utf8))
            #expect(throws: ServerError.self, "\(text)") { try AccessToken.read(file) }
        }
        #expect(throws: ServerError.self) { try AccessToken.read(folder.appending("none")) }
        #expect(throws: ServerError.self) { try AccessToken.read(folder.path) }
    }

    @Test func `a port that is taken is named, with what to do`() async throws {
        try await ServedPage.serving { page in
            let second = PageServer(
                at: PageAddress(bind: "127.0.0.1", port: page.port, isLoopback: true),
                routes: DashboardRoutes(
                    control: page.asked.control, catalog: page.library.catalog,
                    events: EventHub(), assets: PageAssets([])), logger: Logger(label: "test"))
            let error = await #expect(throws: ServerError.self) { try await second.run() }
            #expect(error?.code == .portInUse)
            #expect(error?.description.contains("\(page.port)") == true)
        }
    }

    @Test func `addresses over eight kilobytes and headers over sixteen are refused`() async throws
    {
        try await ServedPage.serving { page in
            let long = String(repeating: "a", count: 8_192)
            let target = try await page.ask("/api/files?q=\(long)")
            #expect(target.status == 413)
            #expect(target.error?.code == .tooLarge)
            let fits = try await page.ask("/api/files?q=\(long.dropLast(14))")
            #expect(fits.status == 200)
            let header = String(repeating: "a", count: 17_000)
            #expect(try await page.ask("/", headers: ["X-Long: \(header)"]).status == 400)
            #expect(try await page.ask("/?\(header)").status >= 400)
        }
    }

    @Test func `the owner of a socket is found in the kernel's table by both its ends`() {
        let table = Array(
            """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:2253 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0
               1: 0100007F:C350 0100007F:2253 01 00000000:00000000 00:00000000 00000000  1001        0 2 1 0
               2: 0100007F:2253 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 3 1 0
               3: 0100007F:C351 0100007F:2253 01
            """.utf8)
        let server = TableAddress([127, 0, 0, 1], port: 8787)
        let client = TableAddress([127, 0, 0, 1], port: 50_000)
        #expect(server.text == "0100007F:2253")
        #expect(SocketTable.owner(from: client, to: server, in: table) == 1001)
        #expect(SocketTable.owner(from: server, to: client, in: table) == 1000)
        let unknown = TableAddress([127, 0, 0, 1], port: 50_001)
        #expect(SocketTable.owner(from: unknown, to: server, in: table) == nil)
        #expect(
            TableAddress([UInt8](repeating: 0, count: 15) + [1], port: 1).text
                == "00000000000000000000000001000000:0001")
        #expect(client.mapped?.text == "0000000000000000FFFF00000100007F:C350")
    }
}
