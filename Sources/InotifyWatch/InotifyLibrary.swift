import CInotify
import CLinux
import Foundation
import Glibc
import Synchronization

/// libinotifytools: the instance, and the reading of its events.
///
/// Its bookkeeping of names is not used: it goes stale at renames and leaks. The library has global state
/// and no locks, so there is one of these at a time, and one thread that uses it.
struct InotifyLibrary: Sendable {
    /// The library's own descriptor.
    let descriptor: CInt

    private static let isOpen = Mutex(false)

    /// select(2), by which the library waits, knows no higher descriptor.
    private static let descriptorLimit: CInt = 1024

    /// Initialises the library and finds the descriptor it made.
    static func open() throws(WatchError) -> InotifyLibrary {
        let isFirst = isOpen.withLock { isOpen in
            defer { isOpen = true }
            return !isOpen
        }
        guard isFirst else { throw .alreadyWatching }
        do throws(WatchError) {
            return try initialise()
        } catch {
            isOpen.withLock { $0 = false }
            throw error
        }
    }

    private static func initialise() throws(WatchError) -> InotifyLibrary {
        let before = descriptors()
        guard inotifytools_initialize() != 0 else {
            let code = inotifytools_error()
            switch code {
            // inotify_init(2) says EMFILE for both limits.
            case EMFILE where isDescriptorLeft():
                let limits = WatchLimits.read()
                throw .noInstanceLeft(limit: limits.instances, advice: limits.instanceAdvice)
            case EMFILE, ENFILE: throw .noDescriptorLeft
            default: throw .unavailable(code: code)
            }
        }
        guard let descriptor = descriptors().subtracting(before).min(),
            descriptor < descriptorLimit,
            fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0,
            fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) == 0
        else {
            inotifytools_cleanup()
            throw .noDescriptorLeft
        }
        return InotifyLibrary(descriptor: descriptor)
    }

    /// Copies waiting events, at most `limit`; and the library's error, if it met one.
    func take(limit: Int) -> (events: [RawEvent], error: CInt) {
        var events: [RawEvent] = []
        while events.count < limit {
            // A time-out of 0 returns at once; a count above 1 would spin.
            guard let event = inotifytools_next_events(0, 1) else {
                return (events, inotifytools_error())
            }
            events.append(RawEvent(copying: event))
        }
        return (events, 0)
    }

    /// Ends the instance and leaves the library as it was found.
    func close() {
        // The library keeps unread events in a static buffer, where the next instance would find them:
        // read them to the end. A silent descriptor takes the instance's place, so that there is an end.
        let silent = clinux_wakeup_open()
        if silent >= 0 {
            dup2(silent, descriptor)
            Glibc.close(silent)
        }
        while inotifytools_next_events(0, 1) != nil {}
        inotifytools_cleanup()
        Self.isOpen.withLock { $0 = false }
    }

    private static func isDescriptorLeft() -> Bool {
        let probe = dup(0)
        guard probe >= 0 else { return errno == EBADF }
        Glibc.close(probe)
        return true
    }

    /// Every inotify descriptor of this process.
    private static func descriptors() -> Set<CInt> {
        var found: Set<CInt> = []
        guard let folder = opendir("/proc/self/fd") else { return found }
        defer { closedir(folder) }
        var target = [CChar](repeating: 0, count: 64)
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let number = CInt(name) else { continue }
            let length = readlink("/proc/self/fd/\(number)", &target, target.count)
            guard length > 0 else { continue }
            let text = String(
                decoding: target.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if text == "anon_inode:inotify" { found.insert(number) }
        }
        return found
    }
}
