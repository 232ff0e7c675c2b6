import Dispatch
import Glibc
import Synchronization

/// Tells systemd how the daemon stands; does nothing where nobody asked for it. Source: sd_notify(3).
///
/// A datagram to the socket that NOTIFY_SOCKET names, which may be one without a file (`@…`).
final class ServiceManager: Sendable {
    private let address: [UInt8]?
    /// How long the manager waits for a sign of life before it ends the daemon; nil where it does not.
    let watchdog: Duration?
    private let isReady = Mutex(false)

    /// As the environment of this process has it.
    init(environment: [String: String], process: Int32 = getpid()) {
        address = environment["NOTIFY_SOCKET"].flatMap(ServiceManager.address)
        let isOurs = environment["WATCHDOG_PID"].map { $0 == "\(process)" } ?? true
        watchdog = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.flatMap {
            isOurs && $0 > 0 ? .microseconds($0) : nil
        }
    }

    /// True where somebody listens.
    var isThere: Bool { address != nil }

    /// The daemon can be asked.
    func ready(_ status: String) {
        isReady.withLock { $0 = true }
        tell(["READY=1", "STATUS=\(status)"])
    }

    /// The configuration is being read again; ``reloaded(_:)`` follows. Nothing before it was ready.
    func reloading() {
        guard isReady.withLock({ $0 }) else { return }
        // CLOCK_MONOTONIC, as sd_notify(3) wants it.
        let microseconds = DispatchTime.now().uptimeNanoseconds / 1_000
        tell(["RELOADING=1", "MONOTONIC_USEC=\(microseconds)"])
    }

    /// It has been read.
    func reloaded(_ status: String) {
        guard isReady.withLock({ $0 }) else { return }
        tell(["READY=1", "STATUS=\(status)"])
    }

    /// One line for `systemctl status`.
    func status(_ text: String) { tell(["STATUS=\(text)"]) }

    /// The daemon lives.
    func alive() { tell(["WATCHDOG=1"]) }

    /// Its end has begun.
    func stopping() {
        isReady.withLock { $0 = false }
        tell(["STOPPING=1"])
    }

    private func tell(_ lines: [String]) {
        guard let address else { return }
        let socket = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return }
        defer { close(socket) }
        // A line end in a value would be another line.
        let text = lines.map { $0.map { $0.isNewline ? " " : "\($0)" }.joined() }
            .joined(separator: "\n")
        let bytes = Array(text.utf8)
        _ = address.withUnsafeBytes { raw in
            raw.withMemoryRebound(to: sockaddr.self) { pointer in
                // Lost where the manager does not read: it asks nobody to wait.
                sendto(
                    socket, bytes, bytes.count, CInt(MSG_NOSIGNAL | MSG_DONTWAIT),
                    pointer.baseAddress, socklen_t(raw.count))
            }
        }
    }

    /// A `sockaddr_un`, exactly as long as the name takes; nil for what is no address.
    static func address(_ text: String) -> [UInt8]? {
        var name = Array(text.utf8)
        guard let first = name.first, name.count > 1, name.count < 108, !name.contains(0) else {
            return nil
        }
        switch first {
        case UInt8(ascii: "/"): name.append(0)
        case UInt8(ascii: "@"): name[0] = 0
        default: return nil
        }
        return withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) } + name
    }
}
