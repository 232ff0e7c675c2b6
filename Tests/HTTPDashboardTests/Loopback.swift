import AudiowatchCore
import Foundation
import Glibc
import SystemPackage
import TestSupport
@testable import DaemonClient

/// One TCP connection to this machine; every call blocks, a minute at most.
final class Loopback: Sendable {
    private let descriptor: CInt

    /// `receives` is the kernel's buffer for what was not read yet; nil for its default. `seconds` are waited for what is
    /// to be read.
    init(port: Int, receives: Int32? = nil, seconds: Int = 60) throws {
        descriptor = socket(
            AF_INET, Int32(bitPattern: SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw TestFailure("socket: errno \(errno)") }
        if var receives {
            setsockopt(
                descriptor, SOL_SOCKET, SO_RCVBUF, &receives, socklen_t(MemoryLayout<Int32>.size))
        }
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw TestFailure("connect: errno \(errno)") }
    }

    deinit {
        close(descriptor)
    }

    func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) throws {
        var left = bytes[...]
        while !left.isEmpty {
            let sent = left.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { throw TestFailure("send: errno \(errno)") }
            left = left.dropFirst(sent)
        }
    }

    /// Sends no more; what comes back can still be read.
    func endSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Some bytes; none at the end.
    func receive() throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        // A server that closes with something unread resets the connection: an end all the same.
        if count < 0, errno == ECONNRESET { return [] }
        guard count >= 0 else { throw TestFailure("recv: errno \(errno)") }
        return Array(bytes.prefix(count))
    }

    /// Everything up to the end.
    func rest() throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let more = try receive()
            if more.isEmpty { return all }
            all += more
        }
    }

    /// Text up to and with `end`.
    func text(upTo end: String) throws -> String {
        var text = ""
        while !text.contains(end) {
            let more = try receive()
            guard !more.isEmpty else { throw TestFailure("the stream ended after: \(text)") }
            text += String(decoding: more, as: UTF8.self)
        }
        return text
    }
}

/// A whole answer.
struct Answer: Sendable {
    var status = 0
    var fields: [String: String] = [:]
    var body: [UInt8] = []

    init(_ bytes: [UInt8]) throws {
        let mark = Array("\r\n\r\n".utf8)
        guard
            let end = bytes.indices.dropLast(3).first(where: {
                bytes[$0..<$0 + 4].elementsEqual(mark)
            })
        else { throw TestFailure("no answer: \(String(decoding: bytes, as: UTF8.self))") }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        status =
            lines.first.flatMap { $0.split(separator: " ").dropFirst().first }
            .flatMap { Int($0) } ?? 0
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            fields[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        body = Array(bytes[(end + 4)...])
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    var error: ControlError? {
        try? JSONDecoder().decode(ControlErrorBody.self, from: Data(body)).error
    }

    /// The JSON object.
    func object() throws -> [String: Any] {
        guard let object = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        else { throw TestFailure("no object: \(text)") }
        return object
    }

    /// The objects of a list in it.
    func list(_ key: String) throws -> [[String: Any]] {
        guard let list = try object()[key] as? [[String: Any]] else {
            throw TestFailure("no list \(key): \(text)")
        }
        return list
    }

    /// Where the next page begins, as it stands in a query.
    func next() throws -> String? { try object()["next"].map { "\($0)" } }
}
