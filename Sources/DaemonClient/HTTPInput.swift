/// Bytes received and not yet used.
struct HTTPInput {
    /// Longest line of a head, a chunk or an event.
    static let longestLine = 16 * 1024

    /// The error for an answer that stops early.
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
            guard held.count - used <= HTTPInput.longestLine else {
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
