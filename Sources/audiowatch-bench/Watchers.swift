import Foundation
import Glibc

/// The ways to be told of a new file below a folder.
extension Listener {
    static func listening(_ way: String, to folder: String) throws(BenchError) -> Listener {
        if way.hasPrefix("sse:"), let port = UInt16(way.dropFirst(4)) { return try events(port) }
        switch way {
        case "inotifywait": return try inotifywait(folder)
        case "watchman": return try watchman(folder)
        default: throw BenchError("--by is sse:PORT, inotifywait or watchman, not \(way)")
        }
    }

    /// The daemon's server-sent events on its page's port.
    private static func events(_ port: UInt16) throws(BenchError) -> Listener {
        let made = try connected(to: port)
        try send(
            "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAccept: text/event-stream\r\n\r\n",
            to: made)
        let listener = Listener(descriptor: made) { close(made) }
        guard
            try listener.wait(for: Array("event: ready".utf8), until: nanoseconds() + patience)
                != nil
        else { throw BenchError("no event stream on port \(port)") }
        return listener
    }

    private static func inotifywait(_ folder: String) throws(BenchError) -> Listener {
        let news = Pipe()
        let talk = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "inotifywait", "-m", "-r", "-e", "close_write", "-e", "moved_to", "--format", "%w%f",
            folder,
        ]
        process.standardOutput = news
        process.standardError = talk
        try run(process)
        let words = Listener(descriptor: talk.fileHandleForReading.fileDescriptor)
        guard
            try words.wait(for: Array("established".utf8), until: nanoseconds() + patience) != nil
        else { throw BenchError("inotifywait does not start") }
        return Listener(
            descriptor: news.fileHandleForReading.fileDescriptor, process: process,
            end: { withExtendedLifetime((news, talk)) {} })
    }

    /// Watchman's subscription; its server is started by its client and stays, its watch is taken away.
    private static func watchman(_ folder: String) throws(BenchError) -> Listener {
        let answer = try output(["watchman", "--no-pretty", "get-sockname"])
        guard let parts = try? JSONSerialization.jsonObject(with: answer) as? [String: Any],
            let path = (parts["unix_domain"] ?? parts["sockname"]) as? String
        else { throw BenchError("watchman does not say where it listens") }
        let made = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { throw .system("making a socket") }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw BenchError("watchman's socket has too long a path")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let connected = withUnsafePointer(to: &address) { typed in
            typed.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(made, $0, size) }
        }
        guard connected == 0 else { throw .system("connecting to watchman") }
        let listener = Listener(descriptor: made) {
            _ = try? output(["watchman", "watch-del", folder])
            close(made)
        }
        func ask(_ question: [Any], answered word: String) throws(BenchError) {
            guard let text = try? JSONSerialization.data(withJSONObject: question) else {
                throw BenchError("a question to watchman cannot be written")
            }
            try send(String(decoding: text, as: UTF8.self) + "\n", to: made)
            guard try listener.wait(for: Array(word.utf8), until: nanoseconds() + patience) != nil
            else { throw BenchError("watchman does not answer to \(question.first ?? "")") }
        }
        try ask(["watch", folder], answered: "\"watch\"")
        try ask(["clock", folder, ["sync_timeout": 60_000]], answered: "\"clock\"")
        let terms: [String: Any] = [
            "expression": ["type", "f"], "fields": ["name"], "empty_on_fresh_instance": true,
        ]
        try ask(["subscribe", folder, "bench", terms], answered: "\"subscribe\"")
        return listener
    }

    /// How long a watcher may take to be ready: one that walks a large tree first takes long.
    private static let patience: UInt64 = 60_000_000_000

    private static func send(_ text: String, to descriptor: CInt) throws(BenchError) {
        let bytes = Array(text.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw .system("asking a watcher")
        }
    }

    private static func output(_ words: [String]) throws(BenchError) -> Data {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try run(process)
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return data
    }
}

/// Starts it.
func run(_ process: Process) throws(BenchError) {
    do {
        try process.run()
    } catch {
        throw BenchError("\(process.arguments?.first ?? "a program") does not start: \(error)")
    }
}
