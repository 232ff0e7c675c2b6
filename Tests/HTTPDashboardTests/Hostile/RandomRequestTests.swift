import Foundation
import TestSupport
import Testing
@testable import HTTPDashboard

/// Thousands of requests from a seed, most of them nearly right. Some here; `scripts/soak http` sends as many as it is
/// told, and says how many and by which seed in the environment.
@Suite(.timeLimit(.minutes(60))) struct RandomRequestTests {
    private static let count = number("AUDIOWATCH_HTTP_INPUTS") ?? 3_000
    private static let seed = UInt64(number("AUDIOWATCH_HTTP_SEED") ?? 1)

    @Test func `no request makes the server fail, tell too much, or do what it must not`()
        async throws
    {
        var options = ServedPage.Options()
        // The index is filled for each question here: thousands of times that takes minutes.
        options.isIndexed = Self.count > 10_000
        try await ServedPage.serving(options) { page in
            let ground = try HostileGround(page)
            let tally = try await blocking { try RandomRequestTests.run(on: ground) }
            print("requests: \(Self.count) from seed \(Self.seed): \(tally.text)")
            // It tries both: what is answered, and what is refused.
            #expect(tally.statuses[200, default: 0] > Self.count / 50)
            #expect(tally.statuses[400, default: 0] > Self.count / 50)
            #expect(tally.statuses[403, default: 0] > 0)
            #expect(try await page.ask("/api/status").status == 200)
        }
    }

    private struct Tally {
        var statuses: [Int: Int] = [:]
        var withoutAnswer = 0

        var text: String {
            let counts = statuses.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            return (counts + ["closed: \(withoutAnswer)"]).joined(separator: ", ")
        }
    }

    private static func run(on ground: HostileGround) throws -> Tally {
        var tally = Tally()
        var kept = KeptConnection(port: ground.page.port)
        for number in 0..<count {
            var maker = RequestMaker(seed: seed, number: number, values: ground.values)
            let made = maker.make()
            func say(_ what: String) {
                let text = String(decoding: made.bytes.prefix(2_000), as: UTF8.self)
                Issue.record("\(what): request \(number) of seed \(seed)\n\(text)")
            }
            do {
                let back =
                    made.isBroken
                    ? try ground.send(made.bytes, hangsUp: true)
                    : try kept.exchange(made.bytes, isHead: made.isHead)
                let text = String(decoding: back, as: UTF8.self)
                // Of broken ones the method may have changed, and with it what follows the header.
                let statuses =
                    made.isBroken
                    ? text.matches(of: #/HTTP/1\.1 ([0-9]{3}) /#).compactMap { Int($0.1) }
                    : try RawAnswers(back, isHead: made.isHead).statuses
                if statuses.isEmpty { tally.withoutAnswer += 1 }
                for status in statuses {
                    tally.statuses[status, default: 0] += 1
                    if status >= 500 && status != 503 { say("answered by \(status)") }
                    if made.isForbidden && status < 400 { say("not refused but \(status)") }
                }
                if let leak = ground.leak(in: text) { say("tells \(leak)") }
            } catch {
                say("\(error)")
            }
        }
        return tally
    }
}

/// A connection on which one request follows the other; made anew when the server ends it.
private struct KeptConnection {
    let port: Int
    private var connection: Loopback?

    init(port: Int) {
        self.port = port
    }

    /// One answer; nothing when the server ended the connection instead.
    mutating func exchange(_ bytes: [UInt8], isHead: Bool) throws -> [UInt8] {
        let connection = try connection ?? Loopback(port: port, seconds: 15)
        self.connection = connection
        try? connection.send(bytes)
        var all: [UInt8] = []
        while true {
            let more = try connection.receive()
            all += more
            if more.isEmpty {
                self.connection = nil
                return all
            }
            if let answers = try? RawAnswers(all, isHead: isHead), !answers.statuses.isEmpty {
                // What is no HTTP is answered once, and the rest of it is not read.
                if answers.text.lowercased().contains("connection: close") { self.connection = nil }
                return all
            }
        }
    }
}

private func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
}
