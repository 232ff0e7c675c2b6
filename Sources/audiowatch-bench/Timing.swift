import Glibc

/// Nanoseconds of a clock.
func nanoseconds(of clock: clockid_t = CLOCK_MONOTONIC) -> UInt64 {
    var now = timespec()
    clock_gettime(clock, &now)
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
    func percentile(_ percent: Double) -> UInt64? {
        let sorted = all.sorted()
        let rank = max(1, Int((Double(sorted.count) * percent / 100).rounded(.up)))
        return sorted.indices.contains(rank - 1) ? sorted[rank - 1] : nil
    }

    /// A figure a percentage: `p50`, and `p999` for 99.9; nothing where there are no delays.
    func figures(_ percents: [Double], _ text: (UInt64) -> String = milliseconds) -> Figures {
        percents.compactMap { percent in
            guard let delay = percentile(percent) else { return nil }
            let digits = percent == percent.rounded() ? "\(Int(percent))" : "\(Int(percent * 10))"
            return ("p" + digits, text(delay))
        }
    }
}
