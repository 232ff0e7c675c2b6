import AudiowatchCore
import Synchronization
import Testing

@testable import HTTPDashboard

/// The sources edited over HTTP: behind the same guards as everything that changes something.
@Suite(.timeLimit(.minutes(1))) struct SourceRoutesTests {
    private let targets = [
        "/api/sources/add", "/api/sources/remove", "/api/sources/set", "/api/sources/check",
        "/api/configuration/reload",
    ]

    @Test func `what is asked reaches the daemon as it was written`() async throws {
        try await ServedPage.serving { page in
            func post(_ target: String, _ body: String) async throws -> Answer {
                try await page.ask(target, "POST", headers: mutating, body: body)
            }
            let added = try await post(
                "/api/sources/add", #"{"path": "~/Bögen/\"x\"", "name": "bögen / 2"}"#)
            #expect(added.status == 200)
            #expect(try added.object()["source"] as? String == "bögen / 2")
            _ = try await post("/api/sources/add", #"{"path": "/plain"}"#)
            let removed = try await post("/api/sources/remove", #"{"source": "a/b %2F"}"#)
            #expect(removed.status == 200)
            let refused = try await post("/api/sources/remove", #"{"source": "nowhere"}"#)
            #expect(refused.status == 409 && refused.error?.message == "no source nowhere")
            _ = try await post(
                "/api/sources/set", #"{"source": "a", "key": "exclude", "values": ["x", "y"]}"#)
            let advice = try await post("/api/sources/check", #"{"path": "D:/x"}"#)
            #expect(try advice.object()["canBeAdded"] as? Bool == false)
            let asked = page.asked.state.withLock { $0 }
            #expect(
                asked.added == [
                    AddSourceRequest(path: "~/Bögen/\"x\"", name: "bögen / 2"),
                    AddSourceRequest(path: "/plain"),
                ])
            #expect(asked.removed == ["a/b %2F", "nowhere"])
            #expect(
                asked.settings == [
                    SetSourceRequest(source: "a", key: "exclude", values: ["x", "y"])
                ])
        }
    }

    @Test func `what lacks a key is refused with its name`() async throws {
        try await ServedPage.serving { page in
            for (target, body, word) in [
                ("/api/sources/add", "{}", "path"), ("/api/sources/remove", "{}", "source"),
                ("/api/sources/set", #"{"source": "a"}"#, "key"),
                ("/api/sources/add", #"{"path": 3}"#, "path"),
            ] {
                let answer = try await page.ask(target, "POST", headers: mutating, body: body)
                #expect(
                    answer.status == 400 && answer.error?.message.contains(word) == true,
                    "\(target)")
            }
            #expect(page.asked.state.withLock { $0.added.isEmpty && $0.removed.isEmpty })
        }
    }

    @Test func `no other web page edits them, and reading changes nothing`() async throws {
        try await ServedPage.serving { page in
            for target in targets {
                #expect(try await page.ask(target).status == 405, "\(target)")
                let body = #"{"path": "/x", "source": "x", "key": "enabled", "values": ["false"]}"#
                let form = try await page.ask(
                    target, "POST", headers: ["Content-Type: text/plain"], body: body)
                #expect(form.status == 403, "\(target)")
                let cross = try await page.ask(
                    target, "POST",
                    headers: mutating + [
                        "Origin: http://evil.example", "Sec-Fetch-Site: cross-site",
                    ],
                    body: body)
                #expect(cross.status == 403, "\(target)")
                let rebound = try await page.ask(
                    target, "POST", host: "evil.example", headers: mutating, body: body)
                #expect(rebound.status == 421, "\(target)")
            }
            let asked = page.asked.state.withLock { $0 }
            #expect(asked.added.isEmpty && asked.removed.isEmpty && asked.settings.isEmpty)
        }
    }

    @Test(arguments: [
        ("192.168.0.7:8787", "192.168.0.7", true), ("[fd00::7]:8787", "fd00::7", true),
        ("192.168.0.7", "::ffff:192.168.0.7", true), ("192.168.0.8", "192.168.0.7", false),
        ("evil.example", "192.168.0.7", false), ("localhost", "192.168.0.7", true),
        ("192.168.0.7", nil, false), ("192.168.0.7.evil.example", "192.168.0.7", false),
    ])
    func `the address that a connection came in on is a host of this machine`(
        authority: String, here: String?, isAllowed: Bool
    ) {
        let names = HostNames()
        #expect(names.allow(authority: authority, here: here) == isAllowed)
        #expect(names.allow(origin: "http://\(authority)", here: here) == isAllowed)
    }

    @Test func `what other machines open follows from where the page is served`() {
        let own = ["192.168.0.7", "10.0.0.1", "fd00::7"]
        func pages(_ bind: String, hosts: [String] = [], isLoopback: Bool = false) -> [String] {
            PageAddress(bind: bind, port: 1, isLoopback: isLoopback, allowedHosts: hosts)
                .pagesElsewhere(port: 8_787, addresses: own)
        }
        #expect(pages("127.0.0.1", isLoopback: true) == [])
        #expect(pages("192.168.0.7") == ["http://192.168.0.7:8787/"])
        #expect(
            pages("0.0.0.0", hosts: ["nas.local"]) == [
                "http://nas.local:8787/", "http://192.168.0.7:8787/", "http://10.0.0.1:8787/",
            ])
        #expect(pages("::").last == "http://[fd00::7]:8787/")
    }
}
