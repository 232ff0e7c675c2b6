import AudiowatchCore
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// `/api/events`: what is committed, as it is committed.
func addEventRoutes(to router: Router<DashboardContext>, _ hub: EventHub) {
    router.only(.get, "/api/events") { request, context in
        let query = try QueryParameters(request, knowing: ["last", "pace"])
        // EventSource sends the header by itself when it connects again.
        let asked = request.headers[EventStream.lastEventID] ?? query.text("last")
        let pace = try query.seconds("pace").map { Duration.seconds(min($0, EventStream.slowest)) }
        guard let listener = hub.listen() else {
            throw ControlError(
                .unavailable, "\(EventHub.mostStreams) pages listen already",
                hint: "close some, or ask /api/activity now and then")
        }
        let stream = EventStream(listener: listener, asked: asked, pace: pace ?? .zero)
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                // A client that goes away ends the stream, and so does the end of the daemon.
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    try await context.closingAtShutdown { try await stream.run(&writer) }
                }
            })
    }
}

/// One listener's stream.
struct EventStream: Sendable {
    /// Comments are sent after this long without news: proxies and browsers give up after a minute or so.
    static let heartbeat: Duration = .seconds(25)

    /// Seconds between two bundles, at the most.
    static let slowest = 10.0

    static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .eTag
    /// Of an answer that holds all changes up to this event.
    static let catalogueEvent = HTTPField.Name("X-Audiowatch-Event") ?? .eTag

    let listener: EventListener
    /// The place where an earlier stream ended, as the client told it.
    let asked: String?
    /// What comes within this time of a bundle goes into the next one. After a silence news is told at once. More
    /// than ``EventRing/batch`` in one are told as a resync.
    let pace: Duration

    func run(_ writer: inout any ResponseBodyWriter) async throws {
        let hub = listener.hub
        var place = hub.last
        if let asked {
            guard let id = EventID(asked), id.epoch == hub.epoch, id.sequence <= place else {
                try await send(
                    try EventText.resync("another run of the daemon", at(place)), &writer)
                return try await follow(from: place, &writer)
            }
            place = id.sequence
        }
        try await send(EventText.ready(at(place)), &writer)
        try await follow(from: place, &writer)
    }

    private func follow(from start: UInt64, _ writer: inout any ResponseBodyWriter) async throws {
        let beating = Task { [listener] in
            while true {
                try await Task.sleep(for: EventStream.heartbeat)
                listener.nudge()
            }
        }
        defer { beating.cancel() }
        let hub = listener.hub
        var place = start
        while true {
            switch try await listener.next(after: place) {
            case .events(let events, let last)
            where pace > .zero && events.count == EventRing.batch && last < hub.last:
                // More than a batch came within one pause: nobody reads so many one by one.
                place = hub.last
                try await send(try EventText.resync("many changes at once", at(place)), &writer)
                try await Task.sleep(for: pace)
            case .events(let events, let last):
                var text = ""
                var number = last &- UInt64(events.count)
                for event in events {
                    number &+= 1
                    text += try EventText.catalog(event, at(number))
                }
                try await send(text, &writer)
                place = last
                if pace > .zero { try await Task.sleep(for: pace) }
            case .missed(let last):
                try await send(
                    try EventText.resync("more news than this client took", at(last)), &writer)
                place = last
            case .quiet:
                try await send(EventText.comment, &writer)
            }
        }
    }

    private func at(_ sequence: UInt64) -> EventID {
        EventID(epoch: listener.hub.epoch, sequence: sequence)
    }

    private func send(_ text: String, _ writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(ByteBuffer(string: text))
    }
}
