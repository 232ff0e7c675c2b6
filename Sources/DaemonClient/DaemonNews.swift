extension DaemonClient {
    /// Calls `onNews` when the daemon's stream of events begins, and then whenever it brings something, at most
    /// about once in `pace`. What has changed is to be asked for.
    ///
    /// Returns when the daemon ends the stream: it stops, or was killed. A daemon that hangs is not noticed here.
    /// Blocks; belongs on a thread of its own.
    public func listen(pace: Duration, onNews: () -> Void) throws(DaemonClientError) {
        let connection = try UnixConnection(to: socket, deadline: Deadline(nil))
        let question = "GET /api/events?pace=\(pace.components.seconds) HTTP/1.1\r\n"
        try connection.send(Array("\(question)Host: localhost\r\nConnection: close\r\n\r\n".utf8))
        var head: [UInt8] = []
        let success = Array("HTTP/1.1 200".utf8)
        while head.count < success.count {
            let bytes = try connection.receive()
            guard !bytes.isEmpty else { throw .lost(socket: socket) }
            head += bytes
        }
        guard head.starts(with: success) else { throw .protocol("it tells no events") }
        onNews()
        while try !connection.receive().isEmpty { onNews() }
    }
}
