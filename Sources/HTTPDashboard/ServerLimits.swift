import HummingbirdCore
import NIOCore

/// How much one client may ask of the daemon.
enum ServerLimits {
    /// Longest request body in bytes: the longest honest one is a list of paths to scan.
    static let bodyBytes = 64 * 1024
    /// Longest header block in bytes, and so the longest single field.
    static let headerBytes = 16 * 1024
    /// Most header fields.
    static let headerFields = 64
    /// A connection on which nothing was asked for this long is closed; one whose request is being worked
    /// on is not, however long that takes.
    static let idle: Duration = .seconds(30)
    /// Connections at a time; further ones wait in the kernel's queue.
    static let connections = 128

    static func http(idle: Duration) -> HTTP1Channel.Configuration {
        .init(
            idleTimeout: TimeAmount(idle),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: headerBytes, maxHeaderListSize: headerBytes,
                maxHeaderFieldCount: headerFields))
    }
}
