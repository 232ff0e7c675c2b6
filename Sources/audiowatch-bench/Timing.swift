import Glibc

/// Nanoseconds of the monotonic clock.
func nanoseconds() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
}

/// Milliseconds between two of them, as text.
func milliseconds(_ nanoseconds: UInt64) -> String {
    let micros = nanoseconds / 1000
    let rest = String(micros % 1000)
    return "\(micros / 1000)." + String(repeating: "0", count: 3 - rest.utf8.count) + rest
}

/// Delays, and what share of them was how short.
struct Delays {
    private(set) var all: [UInt64] = []

    mutating func add(_ delay: UInt64) { all.append(delay) }

    /// The delay that `percent` of all do not exceed; nil when there is none.
    func percentile(_ percent: Int) -> UInt64? {
        let sorted = all.sorted()
        let rank = max(1, (sorted.count * percent + 99) / 100)
        return sorted.indices.contains(rank - 1) ? sorted[rank - 1] : nil
    }
}
