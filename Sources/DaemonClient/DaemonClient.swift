import AudiowatchCore
import Foundation
public import SystemPackage

/// Asks a running daemon over its control socket. One connection a question.
///
/// Blocks; call off the cooperative pool, or in a program that has nothing else to do. Ending the program
/// in mid-question is fine: the daemon notices and stops working on it.
public struct DaemonClient: Sendable {
    /// Where the daemon listens.
    public let socket: FilePath
    /// How long a daemon may take for an answer that needs no waiting.
    public static let patience: Duration = .seconds(10)

    /// Does nothing yet.
    public init(socket: FilePath) {
        self.socket = socket
    }

    /// The value at a path. `timeout` nil waits for ever.
    public func get<T: Decodable>(
        _ path: String, timeout: Duration? = DaemonClient.patience
    ) throws(DaemonClientError) -> T {
        try value(try ask("GET", path, body: [], timeout: timeout))
    }

    /// What the daemon answers to `body`. `timeout` nil waits for ever.
    public func post<T: Decodable>(
        _ path: String, body: some Encodable, timeout: Duration? = DaemonClient.patience
    ) throws(DaemonClientError) -> T {
        let bytes: [UInt8]
        do {
            bytes = Array(try JSONEncoder().encode(body))
        } catch {
            throw .protocol("the question cannot be written: \(error)")
        }
        return try post(path, bytes: bytes, type: "application/json", timeout: timeout)
    }

    /// What the daemon answers to a body of bytes.
    func post<T: Decodable>(
        _ path: String, bytes: [UInt8], type: String, timeout: Duration?
    ) throws(DaemonClientError) -> T {
        try value(try ask("POST", path, body: bytes, type: type, timeout: timeout))
    }

    private func ask(
        _ method: String, _ path: String, body: [UInt8], type: String = "application/json",
        timeout: Duration?
    ) throws(DaemonClientError) -> HTTPReply {
        let connection = try UnixConnection(to: socket, deadline: Deadline(timeout))
        try connection.send(try Self.question(method, path, body, type: type))
        return try HTTPReply.read(ended: .lost(socket: socket)) { () throws(DaemonClientError) in
            try connection.receive()
        }
    }

    /// The bytes of a question.
    static func question(
        _ method: String, _ path: String, _ body: [UInt8] = [], type: String = "application/json"
    ) throws(DaemonClientError) -> [UInt8] {
        // A path with a blank or a line end would be another question.
        guard path.utf8.first == UInt8(ascii: "/"), path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { throw .protocol("\(path) is no path of a question") }
        var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        if method != "GET" {
            head += "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n"
        }
        return Array("\(head)\r\n".utf8) + body
    }

    /// What an answer that is none says.
    static func refusal(_ reply: HTTPReply) -> DaemonClientError {
        let body = try? JSONDecoder().decode(ControlErrorBody.self, from: Data(reply.body))
        return body.map { .refused($0.error) } ?? .protocol("status \(reply.status)")
    }

    private func value<T: Decodable>(_ reply: HTTPReply) throws(DaemonClientError) -> T {
        let data = Data(reply.body)
        guard (200..<300).contains(reply.status) else { throw Self.refusal(reply) }
        do {
            return try JSONDecoder().decode(T.self, from: data)
        } catch let DecodingError.keyNotFound(key, _) {
            throw .protocol("\"\(key.stringValue)\" is missing")
        } catch {
            throw .protocol("it is not the expected JSON")
        }
    }
}
