import CLinux
import Glibc
import SystemPackage

/// Answers at once whether anything was mounted or unmounted since it was asked last. Source:
/// proc_pid_mountinfo(5). Confined to one thread.
public final class MountChanges {
    private let table: CInt

    /// Nothing has changed so far.
    ///
    /// - Throws: ``DiskError`` when the kernel's table cannot be opened.
    public init() throws(DiskError) {
        let path: FilePath = "/proc/self/mountinfo"
        table = path.withPlatformString { clinux_open_quietly(AT_FDCWD, $0, 0) }
        guard table >= 0 else { throw DiskError(.inspect, path, code: -table) }
    }

    deinit {
        if table >= 0 { close(table) }
    }

    /// True when the table is another one than at the last call, or at the start.
    public func haveHappened() -> Bool {
        var wanted = pollfd(fd: table, events: Int16(POLLPRI), revents: 0)
        return poll(&wanted, 1, 0) > 0
    }
}
