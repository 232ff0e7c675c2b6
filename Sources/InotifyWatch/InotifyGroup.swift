import Glibc

/// A second descriptor of the library's inotify instance, for making and removing watches from any thread.
/// It stays valid while somebody holds it, whenever the library closes its own.
final class InotifyGroup: Sendable {
    let descriptor: CInt

    init(duplicating other: CInt) throws(WatchError) {
        descriptor = fcntl(other, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else { throw .noDescriptorLeft }
    }

    deinit {
        close(descriptor)
    }

    /// Watches an open directory. Returns the watch descriptor or -errno.
    func add(_ directory: CInt, mask: UInt32) -> CInt {
        // The slash makes the kernel look behind /proc's link: without it IN_DONT_FOLLOW gives ENOTDIR.
        let result = inotify_add_watch(descriptor, "/proc/self/fd/\(directory)/", mask)
        return result < 0 ? -errno : result
    }

    /// Removes a watch; one that the kernel has removed already is none of our business.
    func remove(_ watch: CInt) {
        _ = inotify_rm_watch(descriptor, watch)
    }
}
