import AudiowatchCore
import Glibc
import SystemPackage

/// One connection to a Unix-domain socket; every call blocks, at most until the deadline.
struct UnixConnection: ~Copyable {
    private let descriptor: Int32
    private let socketPath: FilePath
    private let deadline: Deadline

    init(to path: FilePath, deadline: Deadline) throws(DaemonClientError) {
        // Nothing may throw once there is something to close.
        let connected = try Self.connected(to: path)
        self.init(descriptor: connected, socketPath: path, deadline: deadline)
    }

    private init(descriptor: Int32, socketPath: FilePath, deadline: Deadline) {
        self.descriptor = descriptor
        self.socketPath = socketPath
        self.deadline = deadline
    }

    private static func connected(to path: FilePath) throws(DaemonClientError) -> Int32 {
        var address = sockaddr_un()
        let bytes = path.bytes
        guard bytes.count <= ControlAddress.longestPath else {
            throw .pathTooLong(socket: path, limit: ControlAddress.longestPath)
        }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let made = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { throw .system(Errno(rawValue: errno), doing: "making a socket") }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        var answer: Int32 = 0
        repeat {
            answer = withUnsafePointer(to: &address) { typed in
                typed.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(made, $0, size)
                }
            }
        } while answer != 0 && errno == EINTR
        guard answer != 0 else { return made }
        let failure = errno
        close(made)
        throw refusal(failure, path)
    }

    deinit { close(descriptor) }

    private static func refusal(_ number: Int32, _ path: FilePath) -> DaemonClientError {
        switch number {
        // ENOTSOCK and ENOTDIR: something else stands there, so no daemon can.
        case ENOENT, ECONNREFUSED, ENOTDIR, ENOTSOCK: .notRunning(socket: path)
        case EACCES, EPERM: .noAccess(socket: path)
        default: .system(Errno(rawValue: number), doing: "connecting to \(path.display)")
        }
    }

    /// Sends everything.
    func send(_ bytes: [UInt8]) throws(DaemonClientError) {
        var sent = 0
        while sent < bytes.count {
            try ready(for: Int16(POLLOUT))
            let count = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[sent...])
                return Glibc.send(
                    descriptor, rest.baseAddress, rest.count,
                    Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
            if count >= 0 {
                sent += count
            } else if errno == EPIPE || errno == ECONNRESET {
                // The daemon may have answered before it read everything: let the answer speak.
                return
            } else if errno != EINTR && errno != EAGAIN {
                throw .system(Errno(rawValue: errno), doing: "asking the daemon")
            }
        }
    }

    /// The next bytes; empty when the daemon has closed its side.
    func receive() throws(DaemonClientError) -> [UInt8] {
        while true {
            try ready(for: Int16(POLLIN))
            var failure: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: 64 * 1024) { buffer, count in
                let got = recv(
                    descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
                failure = got < 0 ? errno : 0
                count = max(got, 0)
            }
            switch failure {
            case 0: return bytes
            case EINTR, EAGAIN: continue
            case ECONNRESET: return []
            default: throw .system(Errno(rawValue: failure), doing: "reading the daemon's answer")
            }
        }
    }

    private func ready(for events: Int16) throws(DaemonClientError) {
        while true {
            let timeout = deadline.pollTimeout
            var wish = pollfd(fd: descriptor, events: events, revents: 0)
            let count = poll(&wish, 1, timeout)
            if count > 0 { return }
            if count < 0, errno != EINTR {
                throw .system(Errno(rawValue: errno), doing: "waiting for the daemon")
            }
            if count == 0, timeout == 0 || deadline.pollTimeout == 0 {
                throw .timedOut(socket: socketPath, after: deadline.limit ?? .zero)
            }
        }
    }
}
