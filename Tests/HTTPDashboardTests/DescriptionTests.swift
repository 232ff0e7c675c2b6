import AudiowatchCore
import Foundation
import Hummingbird
import SQLiteCatalog
import TestSupport
import Testing

@testable import HTTPDashboard

/// `/api/openapi.json` against the routes as they are registered, and what they answer against it.
@Suite(.timeLimit(.minutes(2))) struct DescriptionTests {
    private let document: JSONValue
    private let check: SchemaCheck

    init() throws {
        document = try JSONDecoder().decode(
            JSONValue.self, from: Data(APIDescription.bytes))
        check = SchemaCheck(root: document)
    }

    private var operations: [(path: String, method: String, operation: JSONValue)] {
        document["paths"].keys.flatMap { path in
            document["paths"][path].keys.map { method in
                (path, method.uppercased(), document["paths"][path][method])
            }
        }
    }

    @Test func `every registered route stands in it, and no other`() throws {
        let library = try Library()
        let routes = DashboardRoutes(
            control: Asked().control, catalog: library.catalog, events: EventHub(),
            assets: PageAssets([]))
        let registered = Set(routes.router().routes.map { "\($0.path)" })
        #expect(Set(document["paths"].keys) == registered)
        #expect(registered.count > 30)
    }

    @Test func `every method that is not described is refused, and the described one named`()
        async throws
    {
        try await ServedPage.serving { page in
            for path in document["paths"].keys {
                let target = path.replacing("{kind}", with: "label").replacing("{name}", with: "x")
                    .replacing(/\{[a-z]+\}/, with: "1")
                let known = document["paths"][path].keys.map { $0.uppercased() }
                let allowed = known == ["GET"] ? "GET, HEAD" : "POST"
                for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"]
                where !known.contains(method) {
                    let answer = try await page.ask(
                        target, method,
                        headers: ["X-Audiowatch: 1", "Content-Type: application/json"], body: "{}")
                    #expect(answer.status == 405, "\(method) \(path)")
                    #expect(answer.fields["allow"] == allowed, "\(method) \(path)")
                    try expectDescribed(answer, document["components"]["schemas"]["Error"])
                }
            }
        }
    }

    /// Questions of which each is answered as the status after it says.
    private static let questions: [(method: String, target: String, body: String?, status: Int)] = [
        ("GET", "/api/status", nil, 200), ("GET", "/api/status?x=1", nil, 400),
        ("GET", "/api/sources", nil, 200), ("GET", "/api/stats", nil, 200),
        ("GET", "/api/work", nil, 200), ("GET", "/api/changes", nil, 200),
        ("GET", "/api/files", nil, 200),
        ("GET", "/api/files?limit=1&sort=size&order=desc", nil, 200),
        ("GET", "/api/files?q=is:deleted", nil, 200), ("GET", "/api/files?q=foo:bar", nil, 400),
        ("GET", "/api/files?path=/none", nil, 200), ("GET", "/api/files?path=none", nil, 400),
        ("GET", "/api/files?path=/none&limit=5", nil, 400),
        ("GET", "/api/files/1", nil, 200), ("GET", "/api/files/f2", nil, 200),
        ("GET", "/api/files/99", nil, 404), ("GET", "/api/files/x", nil, 400),
        ("GET", "/api/files?limit=", nil, 400), ("GET", "/api/facets", nil, 200),
        ("GET", "/api/facets?q=is:deleted", nil, 400),
        ("GET", "/api/duplicates", nil, 200), ("GET", "/api/duplicates?decided=all", nil, 200),
        ("GET", "/api/duplicates?sort=name", nil, 400),
        ("GET", "/api/duplicates/export?format=json", nil, 200),
        ("GET", "/api/duplicates/export?format=csv", nil, 200),
        ("GET", "/api/duplicates/export?format=sh", nil, 200),
        ("GET", "/api/duplicates/export?format=nul", nil, 200),
        ("GET", "/api/duplicates/export", nil, 400), ("GET", "/api/duplicates/overlap", nil, 200),
        ("GET", "/api/near-duplicates", nil, 200),
        ("GET", "/api/near-duplicates?after=x", nil, 400),
        ("GET", "/api/activity", nil, 200), ("GET", "/api/activity?limit=1", nil, 200),
        ("GET", "/api/problems", nil, 200), ("GET", "/api/events?pace=x", nil, 400),
        ("GET", "/audio", nil, 410), ("GET", "/audio/1", nil, 200), ("GET", "/audio/99", nil, 404),
        ("GET", "/audio/1?download=1&as=wav", nil, 400),
        ("GET", "/api/peaks/99", nil, 404), ("GET", "/api/peaks?files=f1", nil, 200),
        ("GET", "/api/peaks?files=", nil, 400), ("GET", "/metrics", nil, 200),
        ("GET", "/api/sound-cards", nil, 200),
        ("GET", "/api/openapi.json", nil, 200), ("GET", "/", nil, 200),
        ("GET", "/assets/app.js", nil, 200), ("GET", "/assets/none", nil, 404),
        ("POST", "/api/scan", "{}", 202), ("POST", "/api/scan", #"{"sources": ["nowhere"]}"#, 404),
        ("POST", "/api/scan", #"{"source": ["music"]}"#, 400),
        ("POST", "/api/scan", #"{"paths": ["music"]}"#, 400), ("POST", "/api/wait", "{}", 200),
        ("POST", "/api/wait", #"{"timeoutSeconds": -1}"#, 400),
        ("POST", "/api/pause", #"{"seconds": 5}"#, 200), ("POST", "/api/pause", "[]", 400),
        ("POST", "/api/resume", "{}", 200), ("POST", "/api/resume", #"{"x": 1}"#, 400),
        ("POST", "/api/problems/1/retry", "{}", 202),
        ("POST", "/api/problems/404/retry", "{}", 404),
        ("POST", "/api/problems/x/retry", "{}", 400), ("POST", "/api/problems/1/reveal", "{}", 200),
        ("POST", "/api/problems/99/reveal", "{}", 404), ("POST", "/api/files/1/reveal", "{}", 200),
        ("POST", "/api/files/99/reveal", "{}", 404),
        ("POST", "/api/duplicates/1/verdict", #"{"verdict": "later"}"#, 200),
        ("POST", "/api/duplicates/1/verdict", #"{"verdict": null}"#, 200),
        ("POST", "/api/duplicates/1/verdict", #"{"verdict": "keep"}"#, 400),
        (
            "POST", "/api/near-duplicates/1/verdict",
            #"{"verdict": "keep", "file": 1, "members": [1]}"#, 200
        ),
        ("POST", "/api/annotations/label", #"{"id": 1, "value": "x"}"#, 200),
        ("POST", "/api/annotations/duplicates", "", 409), ("POST", "/api/annotations/A", "", 400),
        ("POST", "/api/sources/add", #"{"path": "/music/new", "name": "new"}"#, 200),
        ("POST", "/api/sources/add", #"{"folder": "/music/new"}"#, 400),
        ("POST", "/api/sources/remove", #"{"source": "drums"}"#, 200),
        ("POST", "/api/sources/remove", #"{"source": "nowhere"}"#, 409),
        (
            "POST", "/api/sources/set",
            #"{"source": "drums", "key": "enabled", "values": ["false"]}"#, 200
        ),
        ("POST", "/api/sources/check", #"{"path": "music"}"#, 200),
        ("POST", "/api/configuration/reload", "{}", 200),
        ("POST", "/api/prune", "{}", 200), ("POST", "/api/prune", #"{"mayTakeMost": 1}"#, 400),
        ("POST", "/api/recount", "{}", 200), ("POST", "/api/session", #"{"token": "x"}"#, 409),
        ("POST", "/api/stop", "{}", 202),
    ]

    @Test func `every answer is as it is described`() async throws {
        var options = ServedPage.Options()
        options.isIndexed = true
        try await ServedPage.serving(options) { page in
            try fill(page.library)
            var seen: Set<String> = []
            for (method, target, body, status) in DescriptionTests.questions {
                let path = try #require(template(target))
                seen.insert("\(method) \(path)")
                let answer = try await page.ask(
                    target, method,
                    headers: method == "GET"
                        ? [] : ["X-Audiowatch: 1", "Content-Type: \(type(of: path))"], body: body)
                #expect(answer.status == status, "\(method) \(target): \(answer.text)")
                try expectDescribed(answer, method, path, "\(method) \(target)")
            }
            // A stream has no end: what it says is tested by itself.
            let all = Set(operations.map { "\($0.method) \($0.path)" })
            #expect(all == seen)
        }
    }

    @Test func `who is turned away is told why, and how to get in`() async throws {
        var options = ServedPage.Options()
        options.token = "secret"
        try await ServedPage.serving(options) { page in
            let none = try await page.ask("/api/status")
            #expect(none.status == 401)
            try expectDescribed(none, "GET", "/api/status", "without a token")
            let wrong = try await page.ask("/api/status", host: "example.org")
            #expect(wrong.status == 421)
            try expectDescribed(wrong, "GET", "/api/status", "another host")
            let session = try await page.ask(
                "/api/session", "POST",
                headers: ["X-Audiowatch: 1", "Content-Type: application/json"],
                body: #"{"token": "secret"}"#)
            #expect(session.status == 204)
            try expectDescribed(session, "POST", "/api/session", "the token")
            let marked = try await page.ask("/api/scan", "POST", body: "{}")
            #expect(marked.status == 403)
            try expectDescribed(marked, "POST", "/api/scan", "without the mark")
        }
    }

    @Test func `parts, and what is known already, are described`() async throws {
        try await ServedPage.serving { page in
            try fill(page.library)
            let whole = try await page.ask("/audio/1")
            let tag = try #require(whole.fields["etag"])
            for (header, status) in [
                ("Range: bytes=0-1", 206), ("Range: bytes=99999999-", 416),
                ("If-None-Match: \(tag)", 304),
            ] {
                let answer = try await page.ask("/audio/1", headers: [header])
                #expect(answer.status == status, "\(header)")
                try expectDescribed(answer, "GET", "/audio/{id}", header)
            }
        }
    }

    @Test func `events are as they are described`() async throws {
        let kinds = document["paths"]["/api/events"]["get"]["x-events"]
        #expect(kinds.keys == ["catalog", "ready", "resync"])
        try await ServedPage.serving { page in
            let fresh = try await page.stream()
            let ready = try await blocking { try fresh.text(upTo: "data: {}\n\n") }
            page.events.publish([page.event(1, path: "/music/caf\u{e9}.wav")])
            let news = try await blocking { try fresh.text(upTo: "\"source\":\"music\"}\n\n") }
            let stale = try await page.stream("?last=1-1")
            let missed = try await blocking { try stale.text(upTo: "run of the daemon\"}\n\n") }
            let texts = [ready, news, missed]
            var seen: Set<String> = []
            for text in texts {
                let lines = text.components(separatedBy: "\n")
                for (line, data) in zip(lines, lines.dropFirst()) where line.hasPrefix("event: ") {
                    let kind = String(line.dropFirst(7))
                    seen.insert(kind)
                    let value = try JSONDecoder().decode(
                        JSONValue.self, from: Data(data.dropFirst(6).utf8))
                    #expect(check.faults(value, kinds[kind]["schema"]) == [], "\(data)")
                }
            }
            #expect(seen == ["catalog", "ready", "resync"])
        }
    }

    @Test func `the check itself finds what is wrong`() throws {
        func faults(_ value: JSONValue, _ name: String) -> [String] {
            check.faults(value, document["components"]["schemas"][name])
        }
        let good: JSONValue = .object(["isPaused": .bool(true), "until": .number(1.5)])
        #expect(faults(good, "PauseState") == [])
        #expect(faults(.object([:]), "PauseState").count == 1)
        #expect(faults(.object(["isPaused": .integer(1)]), "PauseState").count == 1)
        #expect(faults(.object(["isPaused": .bool(true), "x": .null]), "PauseState").count == 1)
        #expect(faults(.object(["verdict": .text("maybe")]), "VerdictAnswer").count == 1)
        #expect(faults(.integer(0), "Number").count == 1)
        #expect(check.faults(.null, .object(["minLength": .integer(1)])).count == 1)
    }

    /// Copies, near duplicates, a problem, a name that is no UTF-8, a label.
    private func fill(_ library: Library) throws {
        let first = try library.add("a.wav", fingerprint: 1, duration: 2)
        try library.add("b.wav", fingerprint: 1, duration: 2)
        try library.add(
            FileName(bytes: [0x63, 0xE9, 0x2E, 0x77, 0x61, 0x76]), fingerprint: 2, format: "flac",
            duration: 3)
        try library.add(
            "take.wav", fingerprint: 3, duration: 1,
            problem: Problem(.suspect, "its length is wrong", hint: "look at it"))
        try library.add("take.aif", fingerprint: 4, duration: 1.01)
        try library.add("gone.wav", fingerprint: 5)
        try library.remove("gone.wav")
        _ = try library.catalog.writer.annotate(
            AnnotationLine.read(
                AnnotationBatch(.label, text: Array("{\"id\": \(first), \"value\": \"kick\"}".utf8))
            ),
            kind: .label, at: CatalogTime(microseconds: 1))
        for (group, file) in [(DuplicateGroupID.exact(Content.ID(rawValue: first)), Int64(1))] {
            _ = try library.catalog.writer.decide(
                VerdictRequest(
                    group: group, verdict: .keep, file: File.ID(rawValue: file)),
                at: CatalogTime(microseconds: 1))
        }
    }

    /// The path as it is described: of several that fit, the one with the fewest gaps.
    private func template(_ target: String) -> String? {
        let path = target.prefix { $0 != "?" }.split(separator: "/")
        return document["paths"].keys.filter { known in
            let parts = known.split(separator: "/")
            return parts.count == path.count
                && zip(parts, path).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }.min { $0.count { $0 == "{" } < $1.count { $0 == "{" } }
    }

    private func type(of path: String) -> String {
        document["paths"][path]["post"]["requestBody"]["content"].keys.first ?? "application/json"
    }

    private func expectDescribed(
        _ answer: Answer, _ method: String, _ path: String, _ what: String
    ) throws {
        let responses = document["paths"][path][method.lowercased()]["responses"]
        let response = check.resolved(responses["\(answer.status)"])
        #expect(response != .null, "\(what): \(answer.status) is not described")
        for name in response["headers"].keys {
            let header = response["headers"][name]
            let value = answer.fields[name.lowercased()]
            if value == nil, header["required"] != .bool(true) { continue }
            let faults = check.faults(value.map { .text($0) } ?? .null, header["schema"])
            #expect(faults == [], "\(what): \(name)")
        }
        guard case .object(let types) = response["content"] else {
            #expect(answer.body.isEmpty, "\(what)")
            return
        }
        let type = answer.fields["content-type"]?.split(separator: ";").first.map(String.init) ?? ""
        let content = try #require(types[type], "\(what): \(type) is not described")
        guard type == "application/json" else { return }
        try expectDescribed(answer, content["schema"], what)
    }

    private func expectDescribed(
        _ answer: Answer, _ schema: JSONValue, _ what: String = ""
    ) throws {
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(answer.body))
        #expect(check.faults(value, schema) == [], "\(what)")
    }
}
