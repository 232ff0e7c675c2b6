import Glibc

/// The kernel's limits on watching, for this user. Source: inotify(7), /proc interfaces.
public struct WatchLimits: Hashable, Sendable {
    /// Directories that all programs of this user may watch together.
    public let watches: Int?
    /// Watchers that all programs of this user may have together.
    public let instances: Int?
    /// Changes that wait for one watcher before the kernel drops further ones.
    public let queuedEvents: Int?

    /// Which of them are lower in this user namespace (a container's) than on the machine.
    private let isWatchesNamespaced: Bool
    private let isInstancesNamespaced: Bool

    /// Reads them; nil where /proc does not show one. A user namespace may have lower ones than the machine:
    /// the lower one counts. Source: inotify(7), user_namespaces(7), /proc/sys/user.
    public static func read() -> WatchLimits {
        let watches = (number("fs/inotify/max_user_watches"), number("user/max_inotify_watches"))
        let instances = (
            number("fs/inotify/max_user_instances"), number("user/max_inotify_instances")
        )
        return WatchLimits(
            watches: [watches.0, watches.1].compactMap { $0 }.min(),
            instances: [instances.0, instances.1].compactMap { $0 }.min(),
            queuedEvents: number("fs/inotify/max_queued_events"),
            isWatchesNamespaced: (watches.1 ?? .max) < (watches.0 ?? .max),
            isInstancesNamespaced: (instances.1 ?? .max) < (instances.0 ?? .max))
    }

    /// The command that raises the limit of watched directories, and keeps it raised.
    public var advice: String {
        let (doubled, overflow) = (watches ?? 0).multipliedReportingOverflow(by: 2)
        let wanted = overflow ? Int.max : max(doubled, 524_288)
        let key = isWatchesNamespaced ? "user.max_inotify_watches" : "fs.inotify.max_user_watches"
        return "echo \(key)=\(wanted) | "
            + "sudo tee /etc/sysctl.d/60-audiowatch.conf && sudo sysctl --system"
    }

    /// The command that raises the limit of watchers.
    var instanceAdvice: String {
        let (raised, overflow) = max(instances ?? 0, 128).multipliedReportingOverflow(by: 4)
        let key =
            isInstancesNamespaced ? "user.max_inotify_instances" : "fs.inotify.max_user_instances"
        return "sudo sysctl \(key)=\(overflow ? Int.max : raised)"
    }

    private static func number(_ name: String) -> Int? {
        guard let file = fopen("/proc/sys/\(name)", "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 64)
        guard fgets(&line, CInt(line.count), file) != nil else { return nil }
        return Int(
            String(
                decoding: line.lazy.map { UInt8(bitPattern: $0) }.filter { $0 > 32 }, as: UTF8.self)
        )
    }
}
