internal import CLinux
internal import Glibc
internal import Synchronization

/// Whether a worker waits for its helper, and the helper for the disk; readable from any thread.
public final class HelperWatch: Sendable {
    private struct Asked {
        var helper: pid_t
        var since: ContinuousClock.Instant
    }

    private let asked = Mutex<Asked?>(nil)

    /// No helper is asked anything yet.
    public init() {}

    func begin(_ helper: pid_t) {
        asked.withLock { $0 = Asked(helper: helper, since: .now) }
    }

    func end() {
        asked.withLock { $0 = nil }
    }

    /// How long the helper has been asked, when it sleeps now: it has nothing to wait for but the disk. Nil
    /// while it computes, or would if the processor were free, and when nothing is asked of it.
    public var waiting: Duration? {
        guard let asked = asked.withLock({ $0 }) else { return nil }
        let time = ContinuousClock.now - asked.since
        // Reading the state of a helper that has only just been asked would cost more than the probe.
        guard time >= .milliseconds(200), HelperWatch.isAsleep(asked.helper) else { return nil }
        return time
    }

    /// True when the process computes, or would if the processor were free.
    static func isRunnable(_ process: pid_t) -> Bool {
        clinux_task_state(process) == CChar(UInt8(ascii: "R"))
    }

    /// True when the process waits in the kernel, and not for the processor.
    static func isAsleep(_ process: pid_t) -> Bool { clinux_task_sleeps(process) != 0 }
}
