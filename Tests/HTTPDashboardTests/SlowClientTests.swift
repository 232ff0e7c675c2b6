import AudiowatchCore
import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing
@testable import HTTPDashboard

/// Clients that take their time, on purpose or not. `scripts/soak http` measures what they cost the others.
@Suite(.serialized, .timeLimit(.minutes(2))) struct SlowClientTests {
    @Test func `hundreds that only connect, and hundreds that listen, keep nobody out`()
        async throws
    {
        var options = ServedPage.Options()
        // Nobody's time is up: it is the places that have to be found.
        options.patience = Patience(idle: .seconds(3_600), head: .seconds(3_600))
        try await ServedPage.serving(options) { page in
            var kept: [Loopback] = []
            for number in 0..<300 {
                let client = try Loopback(port: page.port)
                if number % 2 == 0 { try client.send("GET /api/status HTT") }
                kept.append(client)
            }
            #expect(try await page.ask("/api/status").status == 200)
            var statuses: [Substring: Int] = [:]
            for _ in 0..<200 {
                let stream = try await page.stream()
                let head = try await blocking { try stream.text(upTo: "\r\n\r\n") }
                statuses[head.dropFirst(9).prefix(3), default: 0] += 1
                kept.append(stream)
            }
            #expect(statuses == ["200": EventHub.mostStreams, "503": 200 - EventHub.mostStreams])
            for _ in 0..<20 { #expect(try await page.ask("/api/status").status == 200) }
            // Whoever listens has kept the place.
            #expect(page.events.streams == EventHub.mostStreams)
            withExtendedLifetime(kept) {}
        }
    }

    @Test func `a header that comes letter by letter is not waited for`() async throws {
        var options = ServedPage.Options()
        options.patience.head = .milliseconds(300)
        try await ServedPage.serving(options) { page in
            try await blocking {
                let client = try Loopback(port: page.port)
                try client.send("GET /api/status HTTP/1.1\r\nHost: localhost\r\nX: ")
                try sendUntilClosed(client, "a")
                // After a whole request, too.
                let second = try Loopback(port: page.port)
                try second.send("GET /api/resume HTTP/1.1\r\nHost: localhost\r\n\r\n")
                _ = try second.text(upTo: "}}")
                try second.send("GET /api/status HTTP/1.1\r\n")
                try sendUntilClosed(second, "a")
            }
        }
    }

    @Test func `a body that never ends is not waited for, whatever was asked`() async throws {
        var options = ServedPage.Options()
        options.patience.body = .milliseconds(300)
        try await ServedPage.serving(options) { page in
            for target in ["/api/scan", "/api/resume", "/api/status", "/nowhere"] {
                try await blocking {
                    let client = try Loopback(port: page.port)
                    try client.send(
                        "POST \(target) HTTP/1.1\r\nHost: localhost\r\nX-Audiowatch: 1\r\n"
                            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                    )
                    try sendUntilClosed(client, "1\r\n \r\n")
                }
            }
            #expect(page.asked.state.withLock { $0.scans.isEmpty })
        }
    }

    @Test func `what comes in pieces is served, and what takes long is not cut short`() async throws
    {
        var options = ServedPage.Options()
        options.patience = Patience(head: .milliseconds(500), body: .milliseconds(500))
        try await ServedPage.serving(options) { page in
            let stream = try await page.stream()
            _ = try await blocking { try stream.text(upTo: "event: ready") }
            try await blocking {
                let pieces = try Loopback(port: page.port)
                for piece in [
                    "GET /api/sta", "tus HTTP/1.1\r\nHo", "st: localhost\r\nConnection: close\r\n",
                    "\r\n",
                ] { try pieces.send(piece) }
                #expect(try Answer(pieces.rest()).status == 200)
                // Begun later, ended by its time: the stream's would be up as well.
                let late = try Loopback(port: page.port)
                try late.send("GET /")
                #expect(try late.rest().isEmpty)
            }
            page.events.publish([page.event(1)])
            _ = try await blocking { try stream.text(upTo: "1.wav\"") }
        }
    }
}

/// Sends on and on, until the other side has closed; ten seconds at most.
private func sendUntilClosed(_ client: Loopback, _ text: String) throws {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
        guard (try? client.send(text)) != nil else { return }
        usleep(10_000)
    }
    Issue.record("still waited for after ten seconds")
}
