import Foundation
import Glibc

/// A connection to the page's port of a daemon on this machine, kept for many questions as a browser keeps it.
final class PageConnection {
    /// Longest wait for an answer, in seconds.
    private static let patience = 120

    private let descriptor: CInt
    private let port: UInt16
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    init(port: UInt16) throws(BenchError) {
        self.port = port
        descriptor = try connected(to: port)
        var most = timeval(tv_sec: PageConnection.patience, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &most, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// The body of an answer, as it was sent; anything but 200 is an error. Packed ones are taken as browsers do.
    func get(_ target: String, packed: Bool = false) throws(BenchError) -> Data {
        let accepted = packed ? "Accept-Encoding: gzip\r\n" : ""
        let question = Array(
            "GET \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\(accepted)\r\n".utf8)
        guard write(descriptor, question, question.count) == question.count else {
            throw .system("asking for \(target)")
        }
        var answer = Data()
        var length: Int?
        while length.map({ answer.count < $0 }) ?? true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { throw .system("waiting for \(target)") }
            answer += buffer[..<count]
            if length == nil, let end = answer.range(of: Data("\r\n\r\n".utf8)) {
                length = try PageConnection.length(answer[..<end.lowerBound], of: target)
                answer.removeSubrange(..<end.upperBound)
            }
        }
        return answer
    }

    /// Bytes of the body that follows this head.
    private static func length(_ head: Data, of target: String) throws(BenchError) -> Int {
        let lines = String(decoding: head, as: UTF8.self).lowercased()
            .components(separatedBy: "\r\n")
        guard lines.first?.hasPrefix("http/1.1 200") == true,
            let line = lines.first(where: { $0.hasPrefix("content-length:") }),
            let length = Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces))
        else { throw BenchError("\(target): \(lines.first ?? "no answer")") }
        return length
    }
}

/// A stream to a port of this machine.
func connected(to port: UInt16) throws(BenchError) -> CInt {
    let made = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard made >= 0 else { throw .system("making a socket") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let answer = withUnsafePointer(to: &address) { typed in
        typed.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(made, $0, size) }
    }
    guard answer == 0 else { throw .system("connecting to port \(port)") }
    var now: CInt = 1
    setsockopt(made, CInt(IPPROTO_TCP), TCP_NODELAY, &now, socklen_t(MemoryLayout<CInt>.size))
    return made
}
