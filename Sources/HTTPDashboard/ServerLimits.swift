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
    /// Longest header block in bytes, and so the longest single field.
    static let headerBytes = 16 * 1024
    /// Most header fields.
    static let headerFields = 64
    /// Connections at a time. When all are taken the one that has asked for nothing the longest is closed; where
    /// every one is being answered, further ones wait in the kernel's queue.
    static let connections = 128

    static func http(
        _ patience: Patience, _ open: OpenConnections
    ) -> HTTP1Channel.Configuration {
        .init(
            additionalChannelHandlers: [
                StalledWrites(limit: TimeAmount(patience.stalledWrite)),
                ArrivingRequests(
                    head: TimeAmount(patience.head), body: TimeAmount(patience.body), of: open),
            ],
            idleTimeout: TimeAmount(patience.idle),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: headerBytes, maxHeaderListSize: headerBytes,
                maxHeaderFieldCount: headerFields))
    }
}

/// How long a client is waited for.
struct Patience: Sendable {
    /// A connection on which nothing was asked for this long is closed; one whose request is being worked
    /// on is not, however long that takes.
    var idle: Duration = .seconds(30)
    /// From the first byte of a request to the end of its header.
    var head: Duration = .seconds(5)
    /// From there to the end of its body: 64 KiB.
    var body: Duration = .seconds(30)
    /// A client that takes nothing of what is sent for this long is left.
    var stalledWrite: Duration = .seconds(30)
}
