extension DaemonClient {
    /// Calls `onNews` when the daemon's stream of events begins, and then whenever it brings something, at most
    /// about once in `pace`. What has changed is to be asked for.
    ///
    /// Returns when the daemon ends the stream: it stops, or was killed. A daemon that hangs is not noticed here.
    /// Blocks; belongs on a thread of its own.
    public func listen(pace: Duration, onNews: () -> Void) throws(DaemonClientError) {
        do {
            try events(pace: pace) { _ in
                onNews()
                return true
            }
        } catch {
            guard case .lost = error else { throw error }
        }
    }
}
