import AudiowatchCore
@testable import DaemonClient
import Foundation
import SystemPackage
import Testing

/// One request as bytes, and the answer: for what a well-behaved client cannot ask.
struct RawAnswer {
    let reply: HTTPReply
    let error: ControlError?

    static func to(
        _ method: String, _ path: String, body: String? = nil, headers: [String] = [],
        at socket: FilePath
    ) throws -> RawAnswer {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        for header in headers { text += "\(header)\r\n" }
        if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
        return try of(text + "\r\n" + (body ?? ""), at: socket, isHead: method == "HEAD")
    }

    static func of(_ text: String, at socket: FilePath, isHead: Bool = false) throws -> RawAnswer {
        let raw = try bytes(text, at: socket)
        var pieces = [raw, []]
        let reply: HTTPReply
        if isHead {
            // The length is announced, and nothing follows: read it as an answer up to the end.
            let text = String(decoding: raw, as: UTF8.self)
            let code = try #require(text.split(separator: " ").dropFirst().first)
            let body = text.components(separatedBy: "\r\n\r\n").dropFirst().joined()
            reply = HTTPReply(status: Int(code) ?? 0, body: Array(body.utf8))
        } else {
            reply = try HTTPReply.read(ended: .lost(socket: socket)) {
                () throws(DaemonClientError) in pieces.isEmpty ? [] : pieces.removeFirst()
            }
        }
        let error = try? JSONDecoder().decode(ControlErrorBody.self, from: Data(reply.body)).error
        return RawAnswer(reply: reply, error: error)
    }

    /// Everything the server sends until it closes.
    static func bytes(_ text: String, at socket: FilePath) throws -> [UInt8] {
        let connection = try UnixConnection(to: socket, deadline: Deadline(.seconds(20)))
        try connection.send(Array(text.utf8))
        var all: [UInt8] = []
        while true {
            let more = try connection.receive()
            if more.isEmpty { return all }
            all += more
        }
    }
}
