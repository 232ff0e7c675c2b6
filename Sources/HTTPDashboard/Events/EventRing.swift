import AudiowatchCore

/// The last events, numbered from 1 without a gap; old ones fall out when it is full. Pure.
struct EventRing {
    /// Most events kept: some seconds of a first scan.
    static let most = 8_192
    /// Most bytes of paths kept.
    static let mostBytes = 1 << 20
    /// Events handed over at a time.
    static let batch = 256

    /// What a reader at some place gets next.
    enum Answer {
        /// Nothing yet.
        case nothing
        /// These, and the number of the last of them.
        case events([CatalogEvent], last: UInt64)
        /// Some that it has not seen are gone; the newest has this number.
        case missed(last: UInt64)
    }

    /// Number of the newest event; 0 before the first.
    private(set) var last: UInt64 = 0
    private var events: [CatalogEvent] = []
    /// Index of the oldest kept event; the ones before it wait to be cut off together.
    private var start = 0
    private var bytes = 0
    private let most: Int

    init(most: Int = EventRing.most) {
        self.most = max(1, most)
    }

    /// Events kept.
    var count: Int { events.count - start }

    /// Takes news, the newest last.
    mutating func append(_ news: [CatalogEvent]) {
        for event in news {
            events.append(event)
            bytes += event.path.count
            last &+= 1
        }
        while count > most || (bytes > EventRing.mostBytes && count > 1) {
            bytes -= events[start].path.count
            start += 1
        }
        if start > most {
            events.removeFirst(start)
            start = 0
        }
    }

    /// Whoever has followed so far has to ask for everything anew.
    mutating func startAfresh() {
        events = []
        (start, bytes) = (0, 0)
        last &+= 1
    }

    /// What follows `sequence`.
    func after(_ sequence: UInt64) -> Answer {
        guard sequence != last else { return .nothing }
        let behind = last &- sequence
        guard sequence < last, behind <= UInt64(count) else { return .missed(last: last) }
        let first = events.count - Int(behind)
        let taken = events[first..<min(first + EventRing.batch, events.count)]
        return .events(Array(taken), last: sequence &+ UInt64(taken.count))
    }
}
