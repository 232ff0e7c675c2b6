import NIOCore
import NIOHTTPTypes

/// Ends a connection whose request does not come to its end: a header that is sent letter by letter, a body that
/// never ends. Sleeps unless a request is there in part.
final class ArrivingRequests: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// What of a request is there.
    private enum Arrived: Equatable {
        case nothing
        case somethingOfItsHead
        case itsHead
    }

    private let head: TimeAmount
    private let body: TimeAmount
    private let open: OpenConnections
    private var arrived = Arrived.nothing
    private var since = NIODeadline.now()
    private var isScheduled = false
    /// Requests whose head is there and whose answer is not.
    private var unanswered = 0

    /// Waits so long from the first byte to the end of the header, and so long from there to that of the body.
    init(head: TimeAmount, body: TimeAmount, of open: OpenConnections) {
        self.head = head
        self.body = body
        self.open = open
    }

    func handlerAdded(context: ChannelHandlerContext) {
        open.enter(context.channel)
        // Before the parser, which tells of nothing until a header is complete.
        try? context.pipeline.syncOperations.addHandler(
            ArrivingBytes(
                onBytes: { self.noteBytes() }, onPause: { self.schedule(context) }),
            position: .first)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            arrived = .itsHead
            since = .now()
            unanswered += 1
            open.begin(context.channel)
        case .body: break
        case .end: arrived = .nothing
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else {
            return context.write(data, promise: promise)
        }
        let written = promise ?? context.eventLoop.makePromise(of: Void.self)
        let channel = context.channel
        written.futureResult.assumeIsolated().whenComplete { _ in
            self.unanswered -= 1
            if self.unanswered == 0 { self.open.rest(channel) }
        }
        context.write(data, promise: written)
    }

    private func noteBytes() {
        guard arrived == .nothing else { return }
        arrived = .somethingOfItsHead
        since = .now()
    }

    private func schedule(_ context: ChannelHandlerContext) {
        guard arrived != .nothing, !isScheduled else { return }
        isScheduled = true
        context.eventLoop.assumeIsolated().scheduleTask(in: max(left, .milliseconds(1))) {
            self.isScheduled = false
            guard self.arrived != .nothing, context.channel.isActive else { return }
            if self.left > .zero {
                self.schedule(context)
            } else if self.unanswered > (self.arrived == .itsHead ? 1 : 0) {
                // While an earlier one is being answered, nothing more is read.
                self.since = .now()
                self.schedule(context)
            } else {
                context.close(promise: nil)
            }
        }
    }

    private var left: TimeAmount { since + (arrived == .itsHead ? body : head) - .now() }
}

/// Tells when bytes come in, and when all that came at once has been looked at.
private final class ArrivingBytes: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let onBytes: () -> Void
    private let onPause: () -> Void

    init(onBytes: @escaping () -> Void, onPause: @escaping () -> Void) {
        self.onBytes = onBytes
        self.onPause = onPause
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        onBytes()
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        onPause()
    }
}
