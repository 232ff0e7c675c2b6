import Foundation
import TestSupport
@testable import HTTPDashboard

/// Everything that came back on one connection.
struct RawAnswers {
    /// The status of each answer, in order.
    let statuses: [Int]
    /// All bytes, as text.
    let text: String

    /// Reads answers until the bytes end.
    ///
    /// - Throws: ``TestFailure`` for what is no HTTP, or for an answer that stops early.
    init(_ bytes: [UInt8], isHead: Bool = false) throws {
        text = String(decoding: bytes, as: UTF8.self)
        var rest = bytes[...]
        var statuses: [Int] = []
        while !rest.isEmpty {
            let head = try RawAnswers.head(&rest)
            statuses.append(head.status)
            if isHead || head.status == 204 || head.status == 304 || head.status < 200 { continue }
            if head.isChunked {
                try RawAnswers.skipChunks(&rest)
            } else {
                guard let length = head.length, length <= rest.count else {
                    throw TestFailure("an answer \(head.status) that is cut short")
                }
                rest = rest.dropFirst(length)
            }
        }
        self.statuses = statuses
    }

    /// No answer, or nothing but refusals.
    var isRefusal: Bool { statuses.allSatisfy { $0 >= 400 } }

    private struct Head {
        var status: Int
        var length: Int?
        var isChunked = false
    }

    private static func head(_ rest: inout ArraySlice<UInt8>) throws -> Head {
        let first = try line(&rest).split(separator: " ")
        guard first.count >= 2, first[0] == "HTTP/1.1", let status = Int(first[1]) else {
            throw TestFailure("no answer: \(first.joined(separator: " "))")
        }
        var head = Head(status: status)
        while true {
            let field = try line(&rest).lowercased()
            if field.isEmpty { return head }
            if field.hasPrefix("access-control-") { throw TestFailure("a CORS header: \(field)") }
            if field.hasPrefix("content-length:") {
                head.length = Int(field.dropFirst(15).trimmed)
            }
            if field == "transfer-encoding: chunked" { head.isChunked = true }
        }
    }

    private static func skipChunks(_ rest: inout ArraySlice<UInt8>) throws {
        while true {
            guard let length = Int(try line(&rest), radix: 16), length <= rest.count else {
                throw TestFailure("a chunk that is none")
            }
            rest = rest.dropFirst(length)
            _ = try line(&rest)
            if length == 0 { return }
        }
    }

    private static func line(_ rest: inout ArraySlice<UInt8>) throws -> String {
        guard let end = rest.firstIndex(of: 10), rest[..<end].last == 13 else {
            throw TestFailure(
                "an answer that is cut short: \(String(decoding: rest, as: UTF8.self))")
        }
        defer { rest = rest[rest.index(after: end)...] }
        return String(decoding: rest[..<end].dropLast(), as: UTF8.self)
    }
}
