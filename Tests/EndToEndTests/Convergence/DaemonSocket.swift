import Foundation
import TestSupport

/// The daemon's socket asked without a program in between: a run asks thousands of times.
struct DaemonSocket: Sendable {
    private let path: String
    /// Longer than anything may take; a daemon that needs it has lost its way.
    private static let patience = 120

    init(_ daemon: RunningDaemon) throws {
        guard let path = try daemon.status()["address"].string else {
            throw TestFailure("status names no address")
        }
        self.path = path
    }

    func status() throws -> JSON { try ask("GET", "/api/status", body: "") }

    /// What `audiowatch wait` asks.
    func wait() throws { try wait("{\"timeoutSeconds\":\(DaemonSocket.patience / 2)}") }

    /// What `audiowatch scan --wait` asks.
    func scanAndWait() throws {
        guard let ticket = try ask("POST", "/api/scan", body: "{}")["id"].integer else {
            throw TestFailure("a scan was asked for, and there is no ticket")
        }
        try wait("{\"ticket\":\(ticket),\"timeoutSeconds\":\(DaemonSocket.patience / 2)}")
    }

    private func wait(_ body: String) throws {
        let answer = try ask("POST", "/api/wait", body: body)
        guard answer["isComplete"].bool == true else {
            throw TestFailure("still waiting after \(DaemonSocket.patience / 2) s: \(answer)")
        }
    }

    private func ask(_ method: String, _ target: String, body: String) throws -> JSON {
        let descriptor = try connected()
        defer { close(descriptor) }
        let text =
            "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        try send(Array(text.utf8), descriptor)
        let answer = try receive(descriptor)
        let head = Data("\r\n\r\n".utf8)
        guard answer.starts(with: Data("HTTP/1.1 20".utf8)), let end = answer.range(of: head) else {
            throw TestFailure(
                "\(target) answers: \(String(decoding: answer.prefix(300), as: UTF8.self))")
        }
        return try JSON(answer[end.upperBound...])
    }

    private func connected() throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw TestFailure("socket: errno \(errno)") }
        var limit = timeval(tv_sec: DaemonSocket.patience, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path) - 1
        guard bytes.count <= room else { throw TestFailure("\(path) is too long for a socket") }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else {
            let code = errno
            close(descriptor)
            throw TestFailure("connect \(path): errno \(code)")
        }
        return descriptor
    }

    private func send(_ bytes: [UInt8], _ descriptor: Int32) throws {
        let count = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        guard count == bytes.count else { throw TestFailure("send: errno \(errno)") }
    }

    private func receive(_ descriptor: Int32) throws -> Data {
        var answer = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else { throw TestFailure("the daemon's answer: errno \(errno)") }
            if count == 0 { return answer }
            answer.append(contentsOf: buffer[..<count])
        }
    }
}
