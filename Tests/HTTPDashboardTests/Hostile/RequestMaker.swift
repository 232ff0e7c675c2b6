import TestSupport

/// Requests from a seed: of each it is known whether a success would be a mistake.
struct RequestMaker {
    /// One request.
    struct Made {
        var bytes: [UInt8]
        /// It must not succeed.
        var isForbidden = false
        var isHead = false
        /// It is no HTTP any more, or may not end: it takes a connection of its own.
        var isBroken = false
    }

    private var odd: OddText
    private let values: [String: String]

    /// The same seed and number make the same request.
    init(seed: UInt64, number: Int, values: [String: String]) {
        var spread = SeededRandom(seed: seed &+ UInt64(number) &* 0x9E37_79B9)
        odd = OddText(random: SeededRandom(seed: spread.next()))
        self.values = values
    }

    mutating func make() -> Made {
        switch odd.random.below(10) {
        case 0, 1: return question()
        case 2: return address()
        case 3: return range()
        case 4, 5, 6: return deed()
        case 7: return stranger()
        default:
            var made = odd.random.below(2) == 0 ? deed() : question()
            made.bytes = odd.mutated(made.bytes)
            made.isBroken = true
            return made
        }
    }

    private static let reading: [(path: String, parameters: [String])] = [
        (
            "/api/files",
            [
                "q", "source", "format", "min_duration", "max_duration", "sort", "order", "after",
                "offset", "limit", "path", "path_base64",
            ]
        ), ("/api/facets", ["q", "source", "format", "min_duration", "max_duration"]),
        (
            "/api/duplicates",
            ["sort", "decided", "state", "source", "folder", "folder_base64", "after", "limit"]
        ), ("/api/duplicates/export", ["format"]), ("/api/duplicates/overlap", ["x"]),
        ("/api/near-duplicates", ["decided", "after", "limit"]),
        ("/api/activity", ["after", "limit"]), ("/api/problems", ["after", "limit"]),
        ("/api/peaks", ["files", "pairs"]), ("/audio/{id}", ["as", "channel", "download"]),
        ("/api/files/{id}", ["x"]), ("/api/stats", ["x"]),
    ]

    private static let acting = [
        "/api/scan", "/api/wait", "/api/pause", "/api/resume", "/api/prune", "/api/recount",
        "/api/session", "/api/problems/7/retry", "/api/problems/7/reveal", "/api/files/{id}/reveal",
        "/api/duplicates/1/verdict", "/api/near-duplicates/1/verdict", "/api/stop",
    ]

    private static let marks = ["X-Audiowatch: 1", "Content-Type: application/json"]

    private mutating func question() -> Made {
        let route = odd.random.pick(RequestMaker.reading)
        let pairs = (0..<odd.random.below(4)).map { _ in
            let name = odd.random.below(12) == 0 ? odd.search() : odd.random.pick(route.parameters)
            return "\(odd.escaped(name))=\(value(of: name))"
        }
        let isHead = odd.random.below(8) == 0
        return request(
            isHead ? "HEAD" : "GET", "\(route.path)?\(pairs.joined(separator: "&"))",
            isHead: isHead)
    }

    private mutating func value(of name: String) -> String {
        switch (name, odd.random.below(3)) {
        case ("q", _), (_, 0): odd.escaped(odd.search())
        case ("after", _): odd.escaped(odd.cursor())
        case ("files", _):
            (0..<odd.random.below(5)).map { _ in odd.number() }.joined(separator: ",")
        case ("sort", _):
            odd.random.pick(["number", "name", "folder", "modified", "duration", "size", "waste"])
        case ("order", _): odd.random.pick(["asc", "desc", "up"])
        case ("format", _): odd.random.pick(["wav", "csv", "nul", "json", "sh"])
        case (_, 1): odd.escaped(odd.number())
        default: odd.random.pick(["%2Fmusic", "%2F", "L211c2lj", "music", "all", "keep", "file"])
        }
    }

    private mutating func address() -> Made {
        let parts = (0...odd.random.below(6)).map { _ in
            switch odd.random.below(4) {
            case 0: odd.random.pick(["..", ".", "%2e%2e", "%00", "", "~", "%2f", "*", "\\"])
            case 1: odd.number().filter { $0.isASCII && $0 != " " }
            case 2: odd.escaped(odd.search())
            default:
                odd.random.pick(["api", "audio", "assets", "files", "status", "etc", "passwd"])
            }
        }
        let method = odd.random.pick(["GET", "GET", "GET", "HEAD", "DELETE", "PUT", "OPTIONS"])
        let path = "/" + parts.joined(separator: "/")
        return request(
            method, path, isForbidden: !["GET", "HEAD"].contains(method), isHead: method == "HEAD")
    }

    private mutating func range() -> Made {
        func end() -> String { odd.random.below(5) == 0 ? "" : odd.number() }
        let ranges = (0...odd.random.below(3)).map { _ in "\(end())-\(end())" }
        let unit = odd.random.pick(["bytes", "bytes", "bytes", "Bytes", "lines", ""])
        let value = "\(unit)=\(ranges.joined(separator: odd.random.pick([",", ", ", ";"])))"
        var headers = ["Range: \(value)"]
        if odd.random.below(4) == 0 { headers.append("If-Range: \(odd.number())") }
        if odd.random.below(4) == 0 { headers.append("If-None-Match: \"\(odd.number())\"") }
        return request(
            "GET", "/audio/\(odd.random.pick(["{id}", "{id}", "{id}", "{empty}", "{link}"]))",
            headers)
    }

    private mutating func deed() -> Made {
        var body = Array(odd.json().utf8)
        if odd.random.below(4) == 0 { body = odd.mutated(body) }
        if odd.random.below(40) == 0 {
            body = Array(String(repeating: odd.random.pick(["[", "{\"a\":"]), count: 9_000).utf8)
        }
        return request("POST", odd.random.pick(RequestMaker.acting), RequestMaker.marks, body)
    }

    /// A request that some rule forbids: one of its parts is wrong, the rest is as it should be.
    private mutating func stranger() -> Made {
        var marks = RequestMaker.marks
        var host: String? = odd.random.pick(["127.0.0.1", "localhost:8787", "[::1]:1"])
        switch odd.random.below(6) {
        case 0: host = odd.random.pick(["evil.example", "127.0.0.2", "", "localhost.", "a b"])
        case 1: host = nil
        case 2: marks.append("Host: localhost")
        case 3: marks.append("Origin: \(odd.random.pick(["null", "http://evil.example", "x", ""]))")
        case 4: marks += ["Origin: http://localhost", "Sec-Fetch-Site: cross-site"]
        default: marks.remove(at: odd.random.below(2))
        }
        var made = request(
            "POST", odd.random.pick(RequestMaker.acting), marks, Array("{}".utf8), host: host)
        made.isForbidden = true
        return made
    }

    private func request(
        _ method: String, _ target: String, _ headers: [String] = [], _ body: [UInt8]? = nil,
        host: String? = "127.0.0.1", isForbidden: Bool = false, isHead: Bool = false
    ) -> Made {
        var target = target
        for (name, value) in values { target = target.replacing("{\(name)}", with: value) }
        var lines = ["\(method) \(target) HTTP/1.1"]
        if let host { lines.append("Host: \(host)") }
        lines += headers
        if let body { lines.append("Content-Length: \(body.count)") }
        let text = (lines + ["", ""]).joined(separator: "\r\n")
        return Made(
            bytes: Array(text.utf8) + (body ?? []), isForbidden: isForbidden, isHead: isHead)
    }
}
