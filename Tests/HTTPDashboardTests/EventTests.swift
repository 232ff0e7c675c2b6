import AudiowatchCore
import Foundation
import TestSupport
import Testing
@testable import HTTPDashboard

@Suite(.timeLimit(.minutes(1))) struct EventTests {
    @Test func `news comes in its order, numbered, one line of JSON each`() async throws {
        try await ServedPage.serving { page in
            let stream = try await page.stream()
            let ready = try await blocking { try stream.text(upTo: "event: ready\ndata: {}\n\n") }
            #expect(ready.contains("HTTP/1.1 200 OK"))
            #expect(ready.lowercased().contains("content-type: text/event-stream"))
            #expect(ready.contains("id: abc-0\n"))
            page.events.publish([page.event(1), page.event(2, path: "/mu\"sic\n/ü.wav")])
            page.events.publish([page.event(3)])
            let text = try await blocking { try stream.text(upTo: "3.wav\"") }
            let lines = text.split(separator: "\n").filter { $0.hasPrefix("data: {") }
            let paths = try lines.map { line in
                try JSONDecoder().decode(
                    [String: Loose].self, from: Data(line.dropFirst(6).utf8))["path"]?.text
            }
            #expect(paths == ["/music/1.wav", "/mu\"sic\n/ü.wav", "/music/3.wav"])
            for number in 1...3 { #expect(text.contains("id: abc-\(number)\nevent: catalog\n")) }
        }
    }

    @Test
    func `a client that asks for a pace hears the first news at once and the rest in bundles`()
        async throws
    {
        try await ServedPage.serving { page in
            let stream = try await page.stream("?pace=1")
            _ = try await blocking { try stream.text(upTo: "event: ready\ndata: {}\n\n") }
            let began = ContinuousClock.now
            page.events.publish([page.event(1)])
            _ = try await blocking { try stream.text(upTo: "1.wav\"") }
            for number in 2...40 {
                page.events.publish([page.event(number)])
                try await Task.sleep(for: .milliseconds(1))
            }
            let text = try await blocking { try stream.text(upTo: "40.wav\"") }
            // What is written at once is one chunk of HTTP.
            let bundles = text.matches(of: #/[0-9a-f]+\r\nid: /#).count
            #expect(bundles >= 1 && bundles <= 1 + Int((.now - began) / .seconds(1)))
            #expect(text.matches(of: #/event: catalog/#).count == 39)
            let refused = try await page.ask("/api/events?pace=fast")
            #expect(refused.status == 400)
        }
    }

    @Test func `a client with a pace is told of thousands of changes in one line`() async throws {
        try await ServedPage.serving { page in
            let stream = try await page.stream("?pace=0.25")
            _ = try await blocking { try stream.text(upTo: "event: ready\ndata: {}\n\n") }
            page.events.publish((1...5_000).map { page.event($0) })
            let text = try await blocking { try stream.text(upTo: "many changes at once") }
            #expect(text.contains("id: abc-5000\nevent: resync"))
            #expect(!text.contains("event: catalog"))
            page.events.publish([page.event(5_001)])
            let next = try await blocking { try stream.text(upTo: "5001.wav\"") }
            #expect(next.matches(of: #/event: catalog/#).count == 1)
        }
    }

    @Test func `a name that is no text travels in base64 beside its reading`() throws {
        var event = CatalogEvent(
            kind: .moved, source: "s", file: File.ID(rawValue: 1), content: nil,
            path: Array("/caf".utf8) + [0xE9], at: CatalogTime(microseconds: 1))
        let id = EventID(epoch: 1, sequence: 2)
        #expect(try EventText.catalog(event, id).contains("\"path_base64\":\"L2NhZuk=\""))
        event.path = Array("/café".utf8)
        #expect(try !EventText.catalog(event, id).contains("path_base64"))
    }

    @Test func `a stream goes on where an earlier one ended`() async throws {
        try await ServedPage.serving { page in
            page.events.publish((1...5).map { page.event($0) })
            let stream = try await page.stream(last: "abc-3")
            let text = try await blocking { try stream.text(upTo: "5.wav\"") }
            #expect(text.contains("id: abc-3\nevent: ready"))
            #expect(!text.contains("/3.wav"))
            #expect(text.contains("id: abc-4\nevent: catalog"))
            let all = try await page.ask("/api/events?last=abc-9", "HEAD")
            #expect(all.status == 200)
        }
    }

    @Test(arguments: [
        "abd-3", "abc-6", "abc-99999999999999999999", "abc", "3", "-", "abc--1", "ÿ-1",
    ])
    func `a place that this daemon cannot know is answered by resync`(last: String) async throws {
        try await ServedPage.serving { page in
            page.events.publish((1...5).map { page.event($0) })
            let stream = try await page.stream(last: last)
            let text = try await blocking { try stream.text(upTo: "}\n\n") }
            #expect(text.contains("id: abc-5\nevent: resync\ndata: {\"reason\":"))
            page.events.publish([page.event(6)])
            let more = try await blocking { try stream.text(upTo: "6.wav\"") }
            #expect(more.contains("id: abc-6\n"))
        }
    }

    @Test func `a place older than what is remembered is answered by resync`() async throws {
        var options = ServedPage.Options()
        options.events = EventHub(epoch: 0xabc, most: 10)
        try await ServedPage.serving(options) { page in
            page.events.publish((1...50).map { page.event($0) })
            let kept = try await page.stream(last: "abc-40")
            #expect(try await blocking { try kept.text(upTo: "50.wav\"") }.contains("/41.wav"))
            let lost = try await page.stream(last: "abc-39")
            let text = try await blocking { try lost.text(upTo: "event: resync") }
            #expect(!text.contains("/40.wav"))
        }
    }

    @Test func `a client that never reads costs nothing, and is told to start afresh`() async throws
    {
        var options = ServedPage.Options()
        options.events = EventHub(epoch: 0xabc, most: 100)
        try await ServedPage.serving(options) { page in
            let lazy = try await page.stream(receives: 4_096)
            _ = try await blocking { try lazy.text(upTo: "event: ready") }
            let eager = try await page.stream()
            _ = try await blocking { try eager.text(upTo: "event: ready") }
            let folder = String(repeating: "long folder name/", count: 200)
            // 60 MB of news: more than any kernel keeps for one connection.
            for round in 0..<200 {
                page.events.publish(
                    (1...100).map { page.event(round * 100 + $0, path: "/\(folder)\($0).wav") })
                guard round % 20 == 0 else { continue }
                _ = try await page.ask("/api/status")
            }
            let text = try await blocking { try lazy.text(upTo: "event: resync") }
            #expect(text.contains("event: catalog"))
            page.events.publish([page.event(1, path: "/last.wav")])
            _ = try await blocking { try lazy.text(upTo: "/last.wav") }
            _ = try await blocking { try eager.text(upTo: "/last.wav") }
        }
    }

    @Test func `a client that never reads is left after a while`() async throws {
        var options = ServedPage.Options()
        options.patience.stalledWrite = .milliseconds(300)
        try await ServedPage.serving(options) { page in
            let lazy = try await page.stream(receives: 4_096)
            _ = try await blocking { try lazy.text(upTo: "event: ready") }
            let folder = String(repeating: "long folder name/", count: 200)
            // More and more of it, until the kernel takes no more for this client.
            try await until {
                page.events.publish((1...100).map { page.event($0, path: "/\(folder)\($0).wav") })
                return page.events.streams == 0
            }
        }
    }

    @Test func `there are seats for thirty-two, and a seat is free when its client leaves`()
        async throws
    {
        try await ServedPage.serving { page in
            var streams: [Loopback] = []
            for _ in 0..<EventHub.mostStreams {
                let stream = try await page.stream()
                _ = try await blocking { try stream.text(upTo: "event: ready") }
                streams.append(stream)
            }
            let refused = try await page.ask("/api/events")
            #expect(refused.status == 503)
            #expect(refused.error?.code == .unavailable)
            streams.removeLast()
            try await until { page.events.streams < EventHub.mostStreams }
            let late = try await page.stream()
            _ = try await blocking { try late.text(upTo: "event: ready") }
        }
    }

    @Test func `the ring counts without a gap whatever falls out of it`() {
        var ring = EventRing(most: 3)
        var seen: UInt64 = 0
        for number in 1...50 {
            ring.append([
                CatalogEvent(
                    kind: .added, source: "", file: File.ID(rawValue: Int64(number)), content: nil,
                    path: [], at: CatalogTime(microseconds: 0))
            ])
            guard case .events(let events, let last) = ring.after(seen) else {
                Issue.record("nothing after \(seen)")
                return
            }
            #expect(events.map(\.file.rawValue) == [Int64(number)])
            seen = last
        }
        #expect(ring.count == 3)
        guard case .missed(50) = ring.after(46), case .events = ring.after(47),
            case .nothing = ring.after(50), case .missed = ring.after(51)
        else {
            Issue.record("the ring answers wrongly at its ends")
            return
        }
    }
}

/// Any JSON value, of which only texts count.
private struct Loose: Decodable {
    var text: String?

    init(from decoder: any Decoder) throws {
        text = try? decoder.singleValueContainer().decode(String.self)
    }
}

/// Waits for something that comes about by itself; ten seconds at most.
func until(_ condition: @Sendable () -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(10)
    while !condition() {
        guard ContinuousClock.now < end else {
            Issue.record("it did not come about")
            return
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}
