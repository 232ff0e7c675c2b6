import AudiowatchCore
@testable import DaemonClient
@testable import HTTPDashboard
import SystemPackage
import Testing

@Suite struct HTTPReplyTests {
    private func read(_ text: String, pieces: Int = .max) throws -> HTTPReply {
        var rest = Array(text.utf8)
        return try HTTPReply.read(ended: .lost(socket: FilePath("/s"))) {
            () throws(DaemonClientError) in
            let piece = Array(rest.prefix(pieces))
            rest.removeFirst(piece.count)
            return piece
        }
    }

    @Test(
        arguments: [
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, "{}"),
            ("HTTP/1.1 200\r\ncontent-length:2 \r\n\r\n{}trailing", 200, "{}"),
            ("HTTP/1.0 404 Not Found\r\n\r\nup to the end", 404, "up to the end"),
            ("HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n", 204, ""),
            (
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", 200,
                "x"
            ),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n",
                200, "abc0123456789"
            ),
        ])
    func `an answer is read whole, in one piece and byte by byte`(
        text: String, status: Int, body: String
    ) throws {
        let whole = HTTPReply(status: status, body: Array(body.utf8))
        #expect(try read(text) == whole)
        #expect(try read(text, pieces: 1) == whole)
    }

    @Test(
        arguments: [
            "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 -20 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7FFFFFFFFFFFFFFF\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n",
        ])
    func `what is no answer of ours is refused`(text: String) {
        let error = #expect(throws: DaemonClientError.self) { try read(text) }
        guard case .protocol = error else {
            Issue.record("\(String(describing: error)) for \(text)")
            return
        }
    }

    @Test(
        arguments: [
            "", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
        ])
    func `an answer that stops early is a daemon lost`(text: String) {
        #expect(throws: DaemonClientError.lost(socket: FilePath("/s"))) { try read(text) }
    }

    @Test func `an endless line is cut off`() {
        #expect(throws: DaemonClientError.protocol("a line is too long")) {
            try HTTPReply.read(ended: .lost(socket: FilePath("/s"))) {
                () throws(DaemonClientError) in Array(repeating: 0x41, count: 4096)
            }
        }
    }

    @Test func `dates are written as HTTP wants them`() {
        #expect(HTTPDate.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(0) == "Thu, 01 Jan 1970 00:00:00 GMT")
        #expect(HTTPDate.text(.max) == nil)
    }
}
