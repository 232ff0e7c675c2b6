import AudiowatchCore
@testable import DaemonClient
import Foundation
import Synchronization
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(1))) struct ControlRoutesTests {
    @Test func `the status arrives as the daemon gave it`() async throws {
        try await ControlledDaemon.serving { daemon in
            let report = try await blocking { [client = daemon.client] in try client.status() }
            #expect(report == ControlledDaemon.report)
            #expect(
                report.sources.first?.pathBase64 == Base64.encoded(Array("/music/".utf8) + [0xE9]))
            #expect(report.sources.last?.pathBase64 == nil)
            let identity = try await blocking { [client = daemon.client] in try client.identity() }
            #expect(identity.pid == 4711)
            #expect(identity.database == "/data/catalog.db")
        }
    }

    @Test func `a scan is asked for by name, by path of any bytes, or of everything`() async throws
    {
        let bytes: [UInt8] = Array("/music/caf".utf8) + [0xE9, 0x0A, 0xFF]
        try await ControlledDaemon.serving { daemon in
            let client = daemon.client
            let ticket = try await blocking {
                _ = try client.scan()
                _ = try client.scan(ScanRequest(paths: [PathText(bytes: bytes)]))
                return try client.scan(ScanRequest(sources: ["drums"]))
            }
            #expect(ticket == ScanTicket(id: 7, sources: ["drums"]))
            let scans = daemon.asked.state.withLock { $0.scans }
            #expect(scans.map(\.isEverything) == [true, false, false])
            #expect(scans.dropFirst().first?.paths?.first?.bytes == bytes)
        }
    }

    @Test func `pause, resume, retry and stop reach the daemon`() async throws {
        try await ControlledDaemon.serving { daemon in
            let client = daemon.client
            let pauses = try await blocking {
                [try client.pause(.seconds(90)), try client.pause(), try client.resume()]
            }
            #expect(
                pauses == [
                    PauseState(isPaused: true, until: 1_700_000_000), PauseState(isPaused: true),
                    PauseState(isPaused: false),
                ])
            let retried = try await blocking { try client.retry(problem: 5) }
            #expect(retried.problem == 5)
            let stopped = try await blocking { try client.stop() }
            #expect(stopped.pid == 4711)
            let asked = daemon.asked.state.withLock { $0 }
            #expect(asked.pauses == [.seconds(90), nil])
            #expect(asked.resumes == 1)
            #expect(asked.retries == [5])
            #expect(asked.stops == 1)
        }
    }

    @Test func `a prune reaches the daemon with its age, and its report comes back whole`()
        async throws
    {
        try await ControlledDaemon.serving { daemon in
            let client = daemon.client
            let reports = try await blocking {
                [
                    try client.prune(PruneRequest()),
                    try client.prune(PruneRequest(olderThanSeconds: 60, mayTakeMost: true)),
                ]
            }
            #expect(reports.map(\.verdict) == [.refused, .pruned])
            #expect(reports.first?.sources.first?.rows == 3)
            #expect(
                daemon.asked.state.withLock { $0.prunes } == [
                    PruneRequest(), PruneRequest(olderThanSeconds: 60, mayTakeMost: true),
                ])
        }
    }

    @Test func `what a recount mended comes back word for word`() async throws {
        try await ControlledDaemon.serving { daemon in
            let client = daemon.client
            let report = try await blocking { try client.recount() }
            #expect(report.mended == ["files of 1: 3, counted 4"])
        }
    }

    @Test func `a wait carries its ticket and its limit, and an unlimited one carries none`()
        async throws
    {
        try await ControlledDaemon.serving { daemon in
            daemon.asked.release()
            let client = daemon.client
            let results = try await blocking {
                let ticket = ScanTicket(id: 7, sources: [])
                return [
                    try client.wait(for: ticket, timeout: .milliseconds(1500)), try client.wait(),
                ]
            }
            #expect(results.map(\.isComplete) == [true, true])
            let waits = daemon.asked.state.withLock { $0.waits }
            #expect(waits == [WaitRequest(ticket: 7, timeoutSeconds: 1.5), WaitRequest()])
            #expect(waits.map(\.timeout) == [.milliseconds(1500), nil])
        }
    }

    @Test func `what the daemon refuses arrives with its code, sentence and way out`() async throws
    {
        try await ControlledDaemon.serving { daemon in
            let client = daemon.client
            await #expect(
                throws: DaemonClientError.refused(
                    ControlError(
                        .notFound, "there is no source \"nowhere\"", hint: "the sources are: drums")
                )
            ) { try await blocking { try client.scan(ScanRequest(sources: ["nowhere"])) } }
            await #expect(
                throws: DaemonClientError.refused(
                    ControlError(.notFound, "there is no problem 404"))
            ) { try await blocking { try client.retry(problem: 404) } }
        }
    }

    @Test func `a mistake inside the daemon is told without its inner words`() async throws {
        try await ControlledDaemon.serving { daemon in
            let answer = try await blocking { [socket = daemon.socket] in
                try RawAnswer.to("POST", "/api/problems/13/retry", at: socket)
            }
            #expect(answer.reply.status == 500)
            #expect(answer.error?.code == .internal)
            #expect(answer.error?.message.contains("mistake") == false)
        }
    }

    @Test func `bad questions get the one error shape`() async throws {
        let questions: [(String, String, String?, Int, ControlError.Code)] = [
            ("GET", "/api/nothing", nil, 404, .notFound),
            ("GET", "/", nil, 404, .notFound),
            ("GET", "/api/status/", nil, 200, .internal),
            ("DELETE", "/api/nothing", nil, 404, .notFound),
            ("POST", "/api/status", "{}", 405, .methodNotAllowed),
            ("GET", "/api/scan", nil, 405, .methodNotAllowed),
            ("PUT", "/api/scan", "{}", 405, .methodNotAllowed),
            ("GET", "/api/stop", nil, 405, .methodNotAllowed),
            ("DELETE", "/api/problems/3/retry", nil, 405, .methodNotAllowed),
            ("POST", "/api/scan", "{", 400, .badRequest),
            ("POST", "/api/scan", "[]", 400, .badRequest),
            ("POST", "/api/scan", "\u{0}", 400, .badRequest),
            ("POST", "/api/scan", #"{"sources": "drums"}"#, 400, .badRequest),
            ("POST", "/api/scan", #"{"paths": ["relative"]}"#, 400, .badRequest),
            ("POST", "/api/scan", #"{"paths": [""]}"#, 400, .badRequest),
            ("POST", "/api/scan", #"{"paths": ["/a\u0000b"]}"#, 400, .badRequest),
            ("POST", "/api/scan", #"{"paths": [{"path_base64": "?"}]}"#, 400, .badRequest),
            ("POST", "/api/scan", #"{"paths": [{}]}"#, 400, .badRequest),
            ("POST", "/api/wait", #"{"timeoutSeconds": -1}"#, 400, .badRequest),
            ("POST", "/api/wait", #"{"timeoutSeconds": 1e300}"#, 400, .badRequest),
            ("POST", "/api/wait", #"{"timeoutSeconds": "5"}"#, 400, .badRequest),
            ("POST", "/api/wait", #"{"ticket": 1e30}"#, 400, .badRequest),
            ("POST", "/api/pause", #"{"seconds": -0.1}"#, 400, .badRequest),
            ("POST", "/api/pause", "nonsense", 400, .badRequest),
            ("POST", "/api/prune", #"{"olderThanSeconds": -1}"#, 400, .badRequest),
            ("GET", "/api/prune", nil, 405, .methodNotAllowed),
            ("POST", "/api/session", #"{"token": "x"}"#, 409, .conflict),
            ("POST", "/api/problems/0/retry", nil, 400, .badRequest),
            ("POST", "/api/problems/-3/retry", nil, 400, .badRequest),
            ("POST", "/api/problems/three/retry", nil, 400, .badRequest),
            ("POST", "/api/problems/99999999999999999999/retry", nil, 400, .badRequest),
            ("POST", "/api/problems/404/retry", nil, 404, .notFound),
        ]
        try await ControlledDaemon.serving { daemon in
            for (method, path, body, status, code) in questions {
                let answer = try await blocking { [socket = daemon.socket] in
                    try RawAnswer.to(method, path, body: body, at: socket)
                }
                #expect(answer.reply.status == status, "\(method) \(path) \(body ?? "")")
                guard status >= 400 else { continue }
                #expect(answer.error?.code == code, "\(method) \(path) \(body ?? "")")
                #expect(answer.error?.message.isEmpty == false, "\(method) \(path)")
            }
            let asked = daemon.asked.state.withLock { $0 }
            #expect(asked.scans.isEmpty)
            #expect(asked.waits.isEmpty)
            #expect(asked.pauses.isEmpty)
            #expect(asked.stops == 0)
        }
    }

    @Test func `a body over the limit is refused, announced or in chunks`() async throws {
        try await ControlledDaemon.serving { daemon in
            let answers = try await blocking { [socket = daemon.socket] in
                let long = String(repeating: " ", count: 65_537)
                let just = String(repeating: " ", count: 65_534) + "{}"
                let chunk = "10001\r\n\(long)\r\n0\r\n\r\n"
                return [
                    try RawAnswer.to("POST", "/api/pause", body: long, at: socket),
                    try RawAnswer.of(
                        "POST /api/pause HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n" + chunk, at: socket),
                    try RawAnswer.to("POST", "/api/pause", body: just, at: socket),
                ]
            }
            #expect(answers.map(\.reply.status) == [413, 413, 200])
            #expect(answers.first?.error?.code == .tooLarge)
            #expect(answers.dropFirst().first?.error?.code == .tooLarge)
        }
    }

    @Test func `oversized headers and bytes that are no HTTP end the connection, not the daemon`()
        async throws
    {
        try await ControlledDaemon.serving { daemon in
            let client = daemon.client
            try await blocking { [socket = daemon.socket] in
                let long = "X-Long: " + String(repeating: "a", count: 20_000)
                let many = (0..<200).map { "X-\($0): 1" }
                for text in [
                    "\u{1}\u{2}\u{3}\r\n\r\n", "GET\r\n\r\n", "GET /api/status HTTP/9.9\r\n\r\n",
                ] {
                    let bytes = try RawAnswer.bytes(text, at: socket)
                    #expect(
                        bytes.isEmpty || String(decoding: bytes, as: UTF8.self).contains(" 400 "))
                }
                #expect(
                    try RawAnswer.to("GET", "/api/status", headers: [long], at: socket).reply.status
                        == 400)
                #expect(
                    try RawAnswer.to("GET", "/api/status", headers: many, at: socket).reply.status
                        == 400)
                _ = try client.status()
            }
        }
    }

    @Test func `answers name their date and server, and HEAD has no body`() async throws {
        try await ControlledDaemon.serving { daemon in
            try await blocking { [socket = daemon.socket] in
                let text = String(
                    decoding: try RawAnswer.bytes(
                        "GET /api/status HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
                        at: socket),
                    as: UTF8.self
                ).lowercased()
                #expect(text.contains("\r\nserver: audiowatch\r\n"))
                #expect(text.contains(" gmt\r\n"))
                #expect(text.contains("\r\ncontent-type: application/json"))
                #expect(text.contains("\r\ncache-control: no-store\r\n"))
                let head = try RawAnswer.to("HEAD", "/api/status", at: socket)
                #expect(head.reply == .init(status: 200, body: []))
                #expect(try RawAnswer.to("HEAD", "/api/stop", at: socket).reply.status == 405)
            }
        }
    }

    @Test func `several questions share one connection`() async throws {
        try await ControlledDaemon.serving { daemon in
            let text = try await blocking { [socket = daemon.socket] in
                let first = "GET /api/status HTTP/1.1\r\nHost: h\r\n\r\n"
                let second = "POST /api/resume HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                return String(
                    decoding: try RawAnswer.bytes(first + second, at: socket), as: UTF8.self)
            }
            #expect(text.components(separatedBy: "HTTP/1.1 200 OK").count == 3)
        }
    }
}
