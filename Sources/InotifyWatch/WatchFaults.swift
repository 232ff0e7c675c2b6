import CInotify
import Glibc

/// Faults put in on purpose, so that a test can show that it would notice them. For tests only: with one
/// of these the catalogue is wrong, and the log says so at the start.
public struct WatchFaults: Sendable {
    /// The environment variable that asks for them: `1000` loses one event in a thousand.
    public static let variable = "AUDIOWATCH_FAULT_DROP_EVENTS"

    /// One event in so many is dropped, by chance; 0 drops none.
    public let dropsOneIn: Int

    /// No fault.
    public init() { dropsOneIn = 0 }

    /// What the environment asks for; nothing that is no whole number above 0.
    public init(environment: [String: String]) {
        dropsOneIn = max(environment[Self.variable].flatMap { Int($0) } ?? 0, 0)
    }

    /// For the log; nil when there is no fault.
    public var warning: String? {
        dropsOneIn > 0
            ? "\(Self.variable) is set: one event in \(dropsOneIn) is dropped, for a test."
                + " This catalogue will be wrong." : nil
    }

    var isSilent: Bool { dropsOneIn == 0 }

    /// The events without those that chance drops. Sync points, overflows and the ends of watches stay:
    /// the fault is lost news, not a watcher that stops.
    func kept(_ events: [RawEvent], _ cookies: CInt?) -> [RawEvent] {
        events.filter { event in
            event.watch == cookies || event.has(IN_Q_OVERFLOW) || event.has(IN_IGNORED)
                || Int.random(in: 0..<dropsOneIn) > 0
        }
    }
}
