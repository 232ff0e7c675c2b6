import Foundation
import Glibc
import TestSupport

/// The end of a service manager's socket: what a daemon tells it, line by line. sd_notify(3)
final class NotifySocket {
    /// As NOTIFY_SOCKET has it.
    let address: String
    private let descriptor: Int32
    private(set) var lines: [String] = []

    /// Binds it: to a file, or with `@` before its name to no file.
    init(_ address: String) throws {
        self.address = address
        descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(address.utf8)
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 } else { bytes.append(0) }
        let length = MemoryLayout<sa_family_t>.size + bytes.count
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        let code = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(length))
            }
        }
        guard code == 0 else { throw TestFailure("cannot bind \(address): errno \(errno)") }
    }

    deinit { close(descriptor) }

    /// Takes what has come.
    private func receive() {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return }
            lines += String(decoding: buffer.prefix(count), as: UTF8.self)
                .split(separator: "\n").map(String.init)
        }
    }

    /// True when a line that begins like this has come, perhaps long ago.
    func has(_ prefix: String) -> Bool {
        receive()
        return lines.contains { $0.hasPrefix(prefix) }
    }

    /// How often a line has come.
    func count(_ line: String) -> Int {
        receive()
        return lines.count { $0 == line }
    }
}
