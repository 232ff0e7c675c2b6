import Foundation
import Glibc

/// Where news of files arrives: a descriptor, and what it is that must be kept alive meanwhile.
final class Listener {
    /// Longest name that is waited for, in bytes: so much of the last read is kept for a name in two halves.
    static let longestName = 255

    private let descriptor: CInt
    private let process: Process?
    private let end: () -> Void
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private var recent: [UInt8] = []

    init(descriptor: CInt, process: Process? = nil, end: @escaping () -> Void = {}) {
        self.descriptor = descriptor
        self.process = process
        self.end = end
    }

    deinit {
        process?.terminate()
        end()
    }

    /// Reads until `name` has been told of, or the clock shows `deadline`. Returns when it was read, or nil.
    /// An empty name only passes the time, so that nobody who sends has to wait for us.
    func wait(for name: [UInt8], until deadline: UInt64) throws(BenchError) -> UInt64? {
        while true {
            let now = nanoseconds()
            guard now < deadline else { return nil }
            var wish = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let left = CInt(clamping: (deadline - now) / 1_000_000 + 1)
            let ready = poll(&wish, 1, left)
            guard ready >= 0 || errno == EINTR else { throw .system("waiting for news") }
            guard ready > 0 else { continue }
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { throw BenchError("what is listened to has ended") }
            let at = nanoseconds()
            recent += buffer[..<count]
            let isTold = !name.isEmpty && holds(name)
            recent = Array(recent.suffix(Listener.longestName))
            if isTold { return at }
        }
    }

    /// So many listeners to the events of a page, which take what comes and never end.
    static func listen(_ port: UInt16, _ count: Int) throws(BenchError) {
        var all: [Listener] = []
        for _ in 0..<count { all.append(try .listening("sse:\(port)", to: "")) }
        FileHandle.standardOutput.write(Data("listening\n".utf8))
        var wishes = all.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        while poll(&wishes, nfds_t(wishes.count), -1) >= 0 {
            for (wish, listener) in zip(wishes, all) where wish.revents != 0 {
                guard read(wish.fd, &listener.buffer, listener.buffer.count) > 0 else {
                    throw BenchError("what is listened to has ended")
                }
            }
        }
        throw .system("waiting for news")
    }

    private func holds(_ name: [UInt8]) -> Bool {
        recent.withUnsafeBytes { all in
            name.withUnsafeBytes { wanted in
                guard let what = wanted.baseAddress, let first = wanted.first else { return false }
                var rest = UnsafeRawBufferPointer(all)
                while rest.count >= wanted.count, let base = rest.baseAddress {
                    guard let hit = memchr(base, CInt(first), rest.count - wanted.count + 1) else {
                        return false
                    }
                    if memcmp(hit, what, wanted.count) == 0 { return true }
                    rest = .init(rebasing: rest[(UnsafeRawPointer(hit) - base + 1)...])
                }
                return false
            }
        }
    }
}
