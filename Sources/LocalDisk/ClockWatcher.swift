import CLinux
import Dispatch
import Foundation
import Synchronization
import SystemPackage

/// Tells when the wall clock has jumped: somebody set it, or the machine has woken from sleep. Which of the two
/// it was, the other clocks tell.
public final class ClockWatcher: Sendable {
    private let watch: CInt
    private let bell: CInt
    private let ended = DispatchSemaphore(value: 0)
    private let isStopped = Atomic<Bool>(false)

    /// Starts a thread of its own, which calls `jumped` after every jump. `jumped` must be quick and must not
    /// stop the watcher.
    ///
    /// - Throws: ``DiskError`` when no descriptor is left.
    public init(jumped: @escaping @Sendable () -> Void) throws(DiskError) {
        let watch = clinux_clock_watch_open()
        guard watch >= 0 else { throw DiskError(.inspect, "/dev/rtc", code: -watch) }
        let bell = clinux_wakeup_open()
        guard bell >= 0 else {
            close(watch)
            throw DiskError(.inspect, "/dev/rtc", code: -bell)
        }
        self.watch = watch
        self.bell = bell
        let ended = ended
        let thread = Thread {
            nameThread("clock")
            defer { ended.signal() }
            while true {
                let woken = clinux_wakeup_wait(bell, watch, Int16(POLLIN))
                guard woken > 0, woken & CInt(CLINUX_WOKEN_BY_RING.rawValue) == 0 else { return }
                clinux_clock_watch_clear(watch)
                jumped()
            }
        }
        thread.start()
    }

    deinit {
        stop()
    }

    /// Ends the thread and returns when it has ended; further calls do nothing.
    public func stop() {
        guard !isStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
        clinux_wakeup_ring(bell)
        ended.wait()
        close(watch)
        close(bell)
    }
}
