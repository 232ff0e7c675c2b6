import CLinux

/// How one thread stands with the disk: whether a system call of its has not come back, and for how long.
///
/// Every call of this target that a disk may never answer is noted. Made by whoever watches, worn by the
/// thread that works, readable from any thread. Unchecked, since the C structure guards itself: one atomic
/// number.
public final class DiskCalls: @unchecked Sendable {
    private let pulse: OpaquePointer?

    /// Nobody wears it yet.
    public init() {
        pulse = clinux_pulse_new()
    }

    deinit {
        clinux_pulse_free(pulse)
    }

    /// Notes the disk calls that the calling thread makes in `body`. Ends its courier afterwards.
    public func note(_ body: () -> Void) {
        clinux_pulse_wear(pulse)
        body()
        clinux_pulse_wear(nil)
        clinux_courier_dismiss()
    }

    /// How long the call that is under way has been waited for; nil when there is none, in its first 200 ms, and
    /// while not the disk but the processor keeps the thread waiting.
    public var waiting: Duration? {
        guard let pulse else { return nil }
        let time = clinux_pulse_waiting(pulse)
        return time > 0 ? .nanoseconds(time) : nil
    }

    /// Has the calling thread's disk calls in `body` made by a task that need not end for this process to
    /// end, when `isNeeded`; see `FileSystemTraits.isServedByProgram`. Costs some microseconds a call.
    public static func byCourier<Result, Failure: Error>(
        when isNeeded: Bool, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard isNeeded, clinux_courier_use() == 0 else { return try body() }
        defer { clinux_courier_rest() }
        return try body()
    }
}
