/// What stands before the body of an HTTP/1.1 answer.
struct HTTPHead {
    var status: Int
    /// Bytes of the body; nil where they are not told beforehand.
    var length: Int?
    var isChunked = false

    /// Reads the head of the answer proper: those of 100 Continue and its like come before it.
    static func read(
        _ input: inout HTTPInput, _ more: () throws(DaemonClientError) -> [UInt8]
    ) throws(DaemonClientError) -> HTTPHead {
        while true {
            var head = HTTPHead(status: try statusCode(try input.line(more)))
            while true {
                let line = try input.line(more)
                if line.isEmpty { break }
                try head.take(line)
            }
            if !(100..<200).contains(head.status) { return head }
        }
    }

    private mutating func take(_ line: String) throws(DaemonClientError) {
        guard let (name, value) = HTTPHead.field(line) else {
            throw .protocol("a header is malformed")
        }
        if name == "content-length" {
            guard let number = Int(value), number >= 0, length == nil || length == number else {
                throw .protocol("its length is malformed")
            }
            length = number
        } else if name == "transfer-encoding" {
            guard value.lowercased() == "chunked" else { throw .protocol("encoded \(value)") }
            isChunked = true
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
}
