import Glibc

/// The kernel's limits on watching, for this user. Source: inotify(7), /proc interfaces.
public struct WatchLimits: Hashable, Sendable {
    /// Directories that all programs of this user may watch together.
    public let watches: Int?
    /// Watchers that all programs of this user may have together.
    public let instances: Int?
    /// Changes that wait for one watcher before the kernel drops further ones.
    public let queuedEvents: Int?

    /// Reads them; nil where /proc does not show one.
    public static func read() -> WatchLimits {
        WatchLimits(
            watches: number("max_user_watches"), instances: number("max_user_instances"),
            queuedEvents: number("max_queued_events"))
    }

    /// The command that raises the limit of watched directories, and keeps it raised.
    public var advice: String {
        let (doubled, overflow) = (watches ?? 0).multipliedReportingOverflow(by: 2)
        let wanted = overflow ? Int.max : max(doubled, 524_288)
        return "echo fs.inotify.max_user_watches=\(wanted) | "
            + "sudo tee /etc/sysctl.d/60-audiowatch.conf && sudo sysctl --system"
    }

    private static func number(_ name: String) -> Int? {
        guard let file = fopen("/proc/sys/fs/inotify/\(name)", "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 64)
        guard fgets(&line, CInt(line.count), file) != nil else { return nil }
        return Int(
            String(
                decoding: line.lazy.map { UInt8(bitPattern: $0) }.filter { $0 > 32 }, as: UTF8.self)
        )
    }
}
