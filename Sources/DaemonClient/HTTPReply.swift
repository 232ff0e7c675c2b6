/// An HTTP/1.1 answer, read from pieces of bytes as they come. Only what our own server sends is understood:
/// a status line, fields, and a body by `Content-Length`, by chunks, or up to the end of the connection.
/// Source: RFC 9112 §4–§7.
struct HTTPReply: Equatable {
    var status: Int
    var body: [UInt8]

    /// Longest answer that is read; the longest honest one is a status with some thousand sources.
    static let longestBody = 64 * 1024 * 1024

    /// Reads one answer. `more` gives the next bytes, none at the end of the connection; `ended` is the error
    /// for an answer that stops early.
    static func read(
        ended: DaemonClientError, more: () throws(DaemonClientError) -> [UInt8]
    ) throws(DaemonClientError) -> HTTPReply {
        var input = HTTPInput(ended: ended)
        let head = try HTTPHead.read(&input, more)
        let status = head.status
        if status == 204 || status == 304 { return HTTPReply(status: status, body: []) }
        if head.isChunked { return HTTPReply(status: status, body: try chunks(&input, more)) }
        if let length = head.length {
            return HTTPReply(status: status, body: try input.bytes(length, more))
        }
        return HTTPReply(status: status, body: try input.rest(more))
    }

    private static func chunks(
        _ input: inout HTTPInput, _ more: () throws(DaemonClientError) -> [UInt8]
    ) throws(DaemonClientError) -> [UInt8] {
        var body: [UInt8] = []
        while let chunk = try chunk(&input, atMost: longestBody - body.count, more) {
            body += chunk
        }
        return body
    }

    /// The next chunk; nil after the last one.
    static func chunk(
        _ input: inout HTTPInput, atMost longest: Int,
        _ more: () throws(DaemonClientError) -> [UInt8]
    ) throws(DaemonClientError) -> [UInt8]? {
        let line = try input.line(more)
        let digits = line.prefix { $0 != ";" && $0 != " " }
        guard !digits.isEmpty, digits.allSatisfy(\.isHexDigit), let size = Int(digits, radix: 16)
        else { throw .protocol("a chunk is malformed") }
        if size == 0 {
            // Trailers, up to the empty line.
            while try !input.line(more).isEmpty {}
            return nil
        }
        guard size <= longest else { throw .protocol("it is too long") }
        let bytes = try input.bytes(size, more)
        guard try input.line(more).isEmpty else { throw .protocol("a chunk is malformed") }
        return bytes
    }
}
