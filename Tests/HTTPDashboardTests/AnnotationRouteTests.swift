import AudiowatchCore
import DaemonClient
import Foundation
import Synchronization
import Testing

@testable import HTTPDashboard

/// Lines of annotations on their way through the socket and through TCP.
@Suite(.timeLimit(.minutes(1))) struct AnnotationRouteTests {
    private let lines = "{\"id\": 1, \"value\": \"kick\"}\n\n"

    @Test func `lines arrive as they were sent, and what was refused comes back`() async throws {
        let batch = AnnotationBatch(.label, text: Array(lines.utf8) + [0xff])
        try await ControlledDaemon.serving { daemon in
            let report = try await blocking { [client = daemon.client] in
                try client.annotate(batch)
            }
            #expect(report.stored == 2)
            #expect(report.refused == [AnnotationRefusal(line: 3, reason: "it is not JSON")])
            #expect(daemon.asked.state.withLock { $0.annotations } == [batch])
        }
    }

    @Test func `a batch of the longest size is taken, a longer body is not`() async throws {
        try await ControlledDaemon.serving { daemon in
            let client = daemon.client
            let longest = ServerLimits.annotationBytes
            _ = try await blocking {
                try client.annotate(
                    AnnotationBatch(.label, text: [UInt8](repeating: 0x20, count: longest)))
            }
            await #expect {
                try await blocking {
                    try client.annotate(
                        AnnotationBatch(.label, text: [UInt8](repeating: 0x20, count: longest + 1)))
                }
            } throws: { error in
                guard case DaemonClientError.refused(let refusal) = error else { return false }
                return refusal.code == .tooLarge
            }
        }
    }

    @Test func `over TCP it takes the same marks as every other deed`() async throws {
        try await ServedPage.serving { page in
            let marks = ["X-Audiowatch: 1", "Content-Type: application/x-ndjson"]
            let target = "/api/annotations/label"
            #expect(try await page.ask(target, "POST", headers: marks, body: lines).status == 200)
            for missing in marks {
                let answer = try await page.ask(
                    target, "POST", headers: marks.filter { $0 != missing }, body: lines)
                #expect([403, 415].contains(answer.status), "\(missing)")
            }
            let own = try await page.ask(
                "/api/annotations/duplicates", "POST", headers: marks, body: lines)
            #expect(own.status == 409)
            let none = try await page.ask(
                "/api/annotations/No%20Kind", "POST", headers: marks, body: lines)
            #expect(none.status == 400, "\(none.text)")
            #expect(page.asked.state.withLock { $0.annotations.count } == 1)
        }
    }
}
