import CLinux
import Foundation
import Synchronization
import SystemPackage

/// Tells when anything is mounted, unmounted or remounted: inotify says nothing of a mount over a watched
/// directory, while a poll of /proc/self/mountinfo wakes at every change. Source: proc_pid_mountinfo(5).
public final class MountWatcher: Sendable {
    private let table: CInt
    private let bell: CInt
    private let ended = DispatchSemaphore(value: 0)
    private let isStopped = Atomic<Bool>(false)

    /// Starts a thread of its own, which calls `changed` after every change. `changed` must be quick and
    /// must not stop the watcher; several changes at once may give one call.
    ///
    /// - Throws: ``DiskError`` when the kernel's table cannot be opened.
    public init(changed: @escaping @Sendable () -> Void) throws(DiskError) {
        let path: FilePath = "/proc/self/mountinfo"
        let table = path.withPlatformString { clinux_open_quietly(AT_FDCWD, $0, 0) }
        guard table >= 0 else { throw DiskError(.inspect, path, code: -table) }
        let bell = clinux_wakeup_open()
        guard bell >= 0 else {
            close(table)
            throw DiskError(.inspect, path, code: -bell)
        }
        self.table = table
        self.bell = bell
        let ended = ended
        let thread = Thread {
            nameThread("mounts")
            defer { ended.signal() }
            while true {
                let woken = clinux_wakeup_wait(bell, table, Int16(POLLPRI))
                guard woken > 0, woken & CInt(CLINUX_WOKEN_BY_RING.rawValue) == 0 else { return }
                changed()
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
        close(table)
        close(bell)
    }
}
