import Foundation
import TestSupport

/// Hostile requests of one kind, read from `Cases/Hostile`: the threat, the control that meets it, and what each
/// request must be answered.
///
/// In all texts one character is one byte (U+0000 … U+00FF), `{9000*a}` is so many times that character, and
/// `{id}` and the like are what the server of the test has.
struct HostileTable: Decodable {
    /// What the server is like; by default open to this user, without a token.
    struct Server: Decodable {
        var token: String?
        /// The clients are processes of another user.
        var isForeign: Bool?
    }

    let threat: String
    /// The source file in which the control stands.
    let control: String
    var server: Server?
    let cases: [HostileCase]

    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Cases/Hostile")

    /// The names of all tables.
    static var names: [String] {
        let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (files ?? []).filter { $0.hasSuffix(".json") }.sorted()
    }

    static func read(_ name: String) throws -> HostileTable {
        try JSONDecoder().decode(
            HostileTable.self, from: Data(contentsOf: folder.appendingPathComponent(name)))
    }
}

/// One connection's bytes, and what must come back.
struct HostileCase: Decodable {
    /// What must come back.
    enum Expected: Equatable {
        /// Answers with these statuses, and then the end.
        case statuses([Int])
        /// No answer, or one that refuses.
        case refusal
    }

    let expected: Expected
    /// Requests to the daemon that come of it.
    let deeds: Int
    /// Found in the answer.
    let says: String?
    /// Not found in it.
    let never: String?
    /// The client sends no more; else it waits for the server to end the connection.
    let hangsUp: Bool
    /// The answer does not end by itself.
    let opens: Bool
    private let text: String

    /// As a failure names it.
    var title: String { String(text.prefix(300)) }
    var isHead: Bool { text.hasPrefix("HEAD ") }

    /// The bytes, with what stands for something filled in.
    func bytes(_ values: [String: String]) -> [UInt8] {
        var result = text.replacing(#/\{([0-9]+)\*(.)\}/#) {
            String(repeating: String($0.2), count: Int($0.1) ?? 0)
        }
        for (name, value) in values { result = result.replacing("{\(name)}", with: value) }
        return result.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }

    init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: Key.self)
        func value<Value: Decodable>(_ key: Key) throws -> Value? {
            try keys.decodeIfPresent(Value.self, forKey: key)
        }
        deeds = try value(.deeds) ?? 0
        says = try value(.says)
        never = try value(.never)
        hangsUp = try value(.hangsUp) ?? false
        opens = try value(.opens) ?? false
        if try value(.refused) == true {
            expected = .refusal
        } else if let one = try? keys.decode(Int.self, forKey: .answer) {
            expected = .statuses([one])
        } else {
            expected = .statuses(try keys.decode([Int].self, forKey: .answer))
        }
        if let bytes: String = try value(.bytes) {
            text = bytes
            return
        }
        var lines = ["\(try keys.decode(String.self, forKey: .ask)) HTTP/1.1"]
        if !keys.contains(.host) {
            lines.append("Host: 127.0.0.1")
        } else if let host: String = try value(.host) {
            lines.append("Host: \(host)")
        }
        if try !(value(.opens) ?? false) { lines.append("Connection: close") }
        if try value(.acting) ?? false { lines += mutating }
        lines += try value(.with) ?? []
        let body: String? = try value(.body)
        if let body {
            let written = HostileCase.length(of: body)
            lines.append("Content-Length: \(written)")
        }
        text = (lines + ["", body ?? ""]).joined(separator: "\r\n")
    }

    /// Bytes of a body once its repetitions are written out; nothing else is filled into bodies.
    private static func length(of body: String) -> Int {
        body.replacing(#/\{([0-9]+)\*(.)\}/#) {
            String(repeating: String($0.2), count: Int($0.1) ?? 0)
        }.unicodeScalars.count
    }

    private enum Key: String, CodingKey {
        case ask, host, with, acting, body, bytes, hangsUp, opens, answer, refused, deeds, says
        case never
    }
}
