/// An HTTP/1.1 answer, read from pieces of bytes as they come. Only what our own server sends is understood:
/// a status line, fields, and a body by `Content-Length`, by chunks, or up to the end of the connection.
/// Source: RFC 9112 §4–§7.
struct HTTPReply: Equatable {
    var status: Int
    var body: [UInt8]

    /// Longest answer that is read; the longest honest one is a status with some thousand sources.
    static let longestBody = 64 * 1024 * 1024
    /// Longest line of the head.
    static let longestLine = 16 * 1024

    /// Reads one answer. `more` gives the next bytes, none at the end of the connection; `ended` is the error
    /// for an answer that stops early.
    static func read(
        ended: DaemonClientError, more: () throws(DaemonClientError) -> [UInt8]
    ) throws(DaemonClientError) -> HTTPReply {
        var input = Input(ended: ended)
        while true {
            let status = try statusCode(try input.line(more))
            var length: Int?
            var isChunked = false
            while true {
                let line = try input.line(more)
                if line.isEmpty { break }
                guard let (name, value) = field(line) else {
                    throw .protocol("a header is malformed")
                }
                if name == "content-length" {
                    guard let number = Int(value), number >= 0, length == nil || length == number
                    else { throw .protocol("its length is malformed") }
                    length = number
                } else if name == "transfer-encoding" {
                    guard value.lowercased() == "chunked" else {
                        throw .protocol("encoded \(value)")
                    }
                    isChunked = true
                }
            }
            // 100 Continue and its like come before the answer.
            if (100..<200).contains(status) { continue }
            if status == 204 || status == 304 { return HTTPReply(status: status, body: []) }
            if isChunked { return HTTPReply(status: status, body: try chunks(&input, more)) }
            if let length { return HTTPReply(status: status, body: try input.bytes(length, more)) }
            return HTTPReply(status: status, body: try input.rest(more))
        }
    }

    private static func statusCode(_ line: String) throws(DaemonClientError) -> Int {
        let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0].hasPrefix("HTTP/1."), parts[1].utf8.count == 3,
            let code = Int(parts[1]), (100...599).contains(code)
        else { throw .protocol("it is no HTTP/1.1") }
        return code
    }

    private static func field(_ line: String) -> (name: String, value: String)? {
        guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else { return nil }
        let value = line[line.index(after: colon)...]
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let trimmed = value.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
        return (line[..<colon].lowercased(), String(trimmed))
    }

    private static func chunks(
        _ input: inout Input, _ more: () throws(DaemonClientError) -> [UInt8]
    ) throws(DaemonClientError) -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let line = try input.line(more)
            let digits = line.prefix { $0 != ";" && $0 != " " }
            guard !digits.isEmpty, digits.allSatisfy(\.isHexDigit),
                let size = Int(digits, radix: 16)
            else { throw .protocol("a chunk is malformed") }
            if size == 0 {
                // Trailers, up to the empty line.
                while try !input.line(more).isEmpty {}
                return body
            }
            guard size <= longestBody - body.count else { throw .protocol("it is too long") }
            body += try input.bytes(size, more)
            guard try input.line(more).isEmpty else { throw .protocol("a chunk is malformed") }
        }
    }
}

/// Bytes received and not yet used.
private struct Input {
    let ended: DaemonClientError
    private var held: [UInt8] = []
    private var used = 0

    init(ended: DaemonClientError) {
        self.ended = ended
    }

    private mutating func fill(
        _ more: () throws(DaemonClientError) -> [UInt8]
    ) throws(DaemonClientError) {
        let bytes = try more()
        guard !bytes.isEmpty else { throw ended }
        held.removeFirst(used)
        used = 0
        held += bytes
    }

    /// A line without its CR LF.
    mutating func line(
        _ more: () throws(DaemonClientError) -> [UInt8]
    ) throws(DaemonClientError) -> String {
        while true {
            if let end = held[used...].firstIndex(of: UInt8(ascii: "\n")) {
                var bytes = held[used..<end]
                used = end + 1
                if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
                return String(decoding: bytes, as: UTF8.self)
            }
            guard held.count - used <= HTTPReply.longestLine else {
                throw .protocol("a line is too long")
            }
            try fill(more)
        }
    }

    /// Exactly so many bytes.
    mutating func bytes(
        _ count: Int, _ more: () throws(DaemonClientError) -> [UInt8]
    ) throws(DaemonClientError) -> [UInt8] {
        guard count <= HTTPReply.longestBody else { throw .protocol("it is too long") }
        while held.count - used < count { try fill(more) }
        defer { used += count }
        return Array(held[used..<used + count])
    }

    /// Everything up to the end of the connection.
    mutating func rest(
        _ more: () throws(DaemonClientError) -> [UInt8]
    ) throws(DaemonClientError) -> [UInt8] {
        var body = Array(held[used...])
        used = held.count
        while true {
            let bytes = try more()
            if bytes.isEmpty { return body }
            body += bytes
            guard body.count <= HTTPReply.longestBody else { throw .protocol("it is too long") }
        }
    }
}
