import AudiowatchCore
import HummingbirdCore
import NIOCore
import SQLiteCatalog

/// How much one client may ask of the daemon.
enum ServerLimits {
    /// Longest request body in bytes: the longest honest one is a list of paths to scan.
    static let bodyBytes = 64 * 1024
    /// Longest body of annotations in bytes: a batch, and its longest line.
    static let annotationBytes = AnnotationBatch.longest + AnnotationLine.longest
    /// Longest target of a request in bytes.
    static let targetBytes = 8 * 1024
    /// Rows in one answer where the client does not say.
    static let rows = 100
    /// Rows in one answer at most.
    static let mostRows = 1_000
    /// A client that takes nothing of what is sent for this long is left.
    static let stalledWrite: Duration = .seconds(30)
    /// Longest header block in bytes, and so the longest single field.
    static let headerBytes = 16 * 1024
    /// Most header fields.
    static let headerFields = 64
    /// A connection on which nothing was asked for this long is closed; one whose request is being worked
    /// on is not, however long that takes.
    static let idle: Duration = .seconds(30)
    /// Connections at a time; further ones wait in the kernel's queue.
    static let connections = 128

    static func http(idle: Duration, stalledWrite: Duration) -> HTTP1Channel.Configuration {
        .init(
            additionalChannelHandlers: [StalledWrites(limit: TimeAmount(stalledWrite))],
            idleTimeout: TimeAmount(idle),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: headerBytes, maxHeaderListSize: headerBytes,
                maxHeaderFieldCount: headerFields))
    }
}
