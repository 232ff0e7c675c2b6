import AudiowatchCore
import Foundation
import Synchronization

/// The catalogue's time, shared by all threads of one indexer.
final class CatalogClock: Sendable {
    private let clock: Mutex<HybridClock>

    init(after last: CatalogTime) {
        clock = Mutex(HybridClock(after: last))
    }

    /// The next moment, later than every earlier one.
    func now() -> CatalogTime {
        let wall = CatalogClock.wallNanoseconds / 1_000
        return clock.withLock { $0.tick(wall: wall) }
    }

    /// The wall clock, nanoseconds since 1970.
    static var wallNanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
