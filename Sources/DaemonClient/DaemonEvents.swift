public import AudiowatchCore
import Foundation

/// One piece of news of a running daemon.
public enum DaemonEvent: Hashable, Sendable {
    /// The stream has begun: every change committed from now on is told.
    case ready
    /// A committed change.
    case change(CatalogEventLine)
    /// Changes were missed that cannot be told any more, and why.
    case resync(reason: String)
}

extension DaemonClient {
    /// Hands over what the daemon tells, as it is committed or at most about once in `pace`, until `take` says false.
    /// What comes together is handed over together; nothing is a sign of life. Blocks, as long as there is no news for
    /// ever: belongs on a thread of its own, or in a program that has nothing else to do.
    ///
    /// - Throws: ``DaemonClientError``; `lost` when the daemon ends. One that hangs is not noticed here.
    public func events(
        pace: Duration? = nil, _ take: ([DaemonEvent]) -> Bool
    ) throws(DaemonClientError) {
        let connection = try UnixConnection(to: socket, deadline: Deadline(nil))
        let query = pace.map { "?pace=\(ControlTime.seconds($0))" } ?? ""
        try connection.send(try Self.question("GET", "/api/events\(query)"))
        let more = { () throws(DaemonClientError) in try connection.receive() }
        var input = HTTPInput(ended: .lost(socket: socket))
        let head = try HTTPHead.read(&input, more)
        guard head.status == 200, head.isChunked else {
            let body = try input.bytes(head.length ?? 0, more)
            throw DaemonClient.refusal(HTTPReply(status: head.status, body: body))
        }
        var lines = EventLines()
        while let chunk = try HTTPReply.chunk(&input, atMost: HTTPReply.longestBody, more) {
            guard take(try lines.take(chunk)) else { return }
        }
        // A daemon that stops ends its streams in good order.
        throw .lost(socket: socket)
    }
}

/// Puts `text/event-stream` together from pieces that may end anywhere. Source: WHATWG HTML §9.2.6, as far as our
/// own server makes use of it: one line of data an event.
struct EventLines {
    private var rest: [UInt8] = []
    private var name = ""
    private var data = ""

    /// The events that these bytes complete.
    mutating func take(_ bytes: [UInt8]) throws(DaemonClientError) -> [DaemonEvent] {
        var events: [DaemonEvent] = []
        var lines = (rest + bytes).split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        rest = lines.popLast().map { Array($0) } ?? []
        guard rest.count <= HTTPReply.longestBody else { throw .protocol("an event is too long") }
        for line in lines {
            if let event = try take(line: String(decoding: line, as: UTF8.self)) {
                events.append(event)
            }
        }
        return events
    }

    private mutating func take(line: String) throws(DaemonClientError) -> DaemonEvent? {
        guard line.isEmpty else {
            if let value = value(of: "event", line) { name = value }
            if let value = value(of: "data", line) { data = value }
            return nil
        }
        defer { (name, data) = ("", "") }
        switch name {
        case "ready": return .ready
        case "catalog": return .change(try decoded())
        case "resync":
            let told: [String: String] = try decoded()
            return .resync(reason: told["reason"] ?? "")
        // A comment, or something that a newer daemon tells.
        default: return nil
        }
    }

    private func value(of field: String, _ line: String) -> String? {
        guard line.hasPrefix(field + ":") else { return nil }
        let value = line.dropFirst(field.count + 1)
        return String(value.first == " " ? value.dropFirst() : value)
    }

    private func decoded<T: Decodable>() throws(DaemonClientError) -> T {
        do {
            return try JSONDecoder().decode(T.self, from: Data(data.utf8))
        } catch {
            throw .protocol("an event is not the expected JSON")
        }
    }
}
