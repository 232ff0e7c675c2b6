import NIOCore
import Synchronization

/// The connections of one server, and which of them nobody would miss: where all places are taken, whoever comes
/// next gets that of the client that has asked for nothing the longest. Hundreds that only connect keep nobody out.
final class OpenConnections: Sendable {
    private struct Connection {
        let channel: any Channel
        /// Since when nothing is asked; nil while it is.
        var quietSince: NIODeadline?
        var isClosing = false
    }

    private let most: Int
    private let open = Mutex<[ObjectIdentifier: Connection]>([:])

    /// `most` is what the server accepts.
    init(most: Int) {
        self.most = most
    }

    /// A connection that has asked for nothing yet; forgotten by itself when it is closed.
    func enter(_ channel: any Channel) {
        let key = ObjectIdentifier(channel)
        open.withLock { $0[key] = Connection(channel: channel, quietSince: .now()) }
        channel.closeFuture.whenComplete { [self] _ in
            open.withLock { _ = $0.removeValue(forKey: key) }
            makeRoom()
        }
        makeRoom()
    }

    /// A request came in whole, or its head did.
    func begin(_ channel: any Channel) {
        open.withLock { $0[ObjectIdentifier(channel)]?.quietSince = nil }
    }

    /// Everything that was asked is answered.
    func rest(_ channel: any Channel) {
        open.withLock { $0[ObjectIdentifier(channel)]?.quietSince = .now() }
        makeRoom()
    }

    private func makeRoom() {
        let leaving: (any Channel)? = open.withLock { open in
            guard open.count >= most, !open.values.contains(where: \.isClosing) else { return nil }
            let quiet = open.compactMap { key, one in one.quietSince.map { (key, since: $0) } }
            guard let (key, _) = quiet.min(by: { $0.since < $1.since }) else { return nil }
            open[key]?.isClosing = true
            return open[key]?.channel
        }
        leaving?.close(promise: nil)
    }
}
