import NIOCore
import NIOHTTPTypes

/// Ends a connection whose client takes nothing of what is sent: it would hold memory, a file and a place for
/// as long as it likes. Sleeps while nothing is being sent.
final class StalledWrites: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limit: TimeAmount
    private var pending = 0
    private var progress = NIODeadline.now()
    private var isScheduled = false

    init(limit: TimeAmount) {
        self.limit = limit
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let written = promise ?? context.eventLoop.makePromise(of: Void.self)
        if pending == 0 { progress = .now() }
        pending += 1
        written.futureResult.assumeIsolated().whenComplete { _ in
            self.pending -= 1
            self.progress = .now()
        }
        context.write(data, promise: written)
        schedule(context, in: limit)
    }

    private func schedule(_ context: ChannelHandlerContext, in time: TimeAmount) {
        guard pending > 0, !isScheduled else { return }
        isScheduled = true
        context.eventLoop.assumeIsolated().scheduleTask(in: time) {
            self.isScheduled = false
            guard self.pending > 0, context.channel.isActive else { return }
            let left = self.progress + self.limit - .now()
            if left > .zero {
                self.schedule(context, in: left)
            } else {
                context.close(promise: nil)
            }
        }
    }
}
