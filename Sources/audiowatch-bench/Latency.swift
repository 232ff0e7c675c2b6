import Foundation
import Glibc

/// From `close(2)` of a new valid WAV to the news of it, one file at a time.
struct Latency {
    let folder: String
    /// Who tells: see ``Listener``.
    let by: String
    let count: Int
    /// A library that is copied beside meanwhile; measured until the copy ends, and at least `count` files.
    let copying: String?
    /// Nothing is begun after so many seconds: a watcher that waits for quiet would take hours.
    let limit: Int

    /// Between two files: a person's program makes no two in less.
    private static let pause: UInt64 = 10_000_000
    /// A file not told of by then counts as lost.
    private static let patience: UInt64 = 15_000_000_000
    /// First files that do not count: connections, caches and the new folder's watch are made then.
    private static let warmUp = 10

    func measured() throws(BenchError) -> Figures {
        let listener = try Listener.listening(by, to: folder)
        let mine = "\(folder)/latency-\(getpid())"
        try makeFolder(mine)
        defer { try? FileManager.default.removeItem(atPath: mine) }
        var copier = copying.map { Copier(library: $0, into: folder) }
        defer { copier?.end() }

        var delays = Delays()
        var lost = 0
        let first = freshNumber()
        var number = 0
        let end = nanoseconds() + UInt64(limit) * 1_000_000_000
        while nanoseconds() < end,
            number < Latency.warmUp + count || copier?.isCopying == true
        {
            if number == Latency.warmUp { try copier?.start() }
            if number > Latency.warmUp, number < Latency.warmUp + count {
                try copier?.startAgainIfDone()
            }
            let name = "latency-\(first)-\(number).wav"
            let bytes = SmallSound.bytes(
                number: first + UInt64(number), data: SmallSound.bounce)
            var closing: UInt64 = 0
            try writeFile("\(mine)/\(name)", bytes) { closing = nanoseconds() }
            let told = try listener.wait(for: Array(name.utf8), until: closing + Latency.patience)
            if number >= Latency.warmUp {
                if let told { delays.add(told - closing) } else { lost += 1 }
            }
            number += 1
            _ = try listener.wait(for: [], until: nanoseconds() + Latency.pause)
        }
        return [("files", "\(delays.all.count)"), ("lost", "\(lost)")]
            + delays.figures([0, 50, 95, 99, 100])
            + [("copies", "\(copier?.copies ?? 0)")]
    }
}

/// `cp -r` of a library into new folders, one after the other.
struct Copier {
    let library: String
    let folder: String
    private(set) var copies = 0
    private var process: Process?

    init(library: String, into folder: String) {
        self.library = library
        self.folder = folder
    }

    var isCopying: Bool { process?.isRunning == true }

    mutating func start() throws(BenchError) {
        let copy = Process()
        copy.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        copy.arguments = ["cp", "-r", library, "\(folder)/copy-\(getpid())-\(copies)"]
        try run(copy)
        process = copy
        copies += 1
    }

    /// So that something is copied all along.
    mutating func startAgainIfDone() throws(BenchError) {
        guard !isCopying else { return }
        try start()
    }

    func end() {
        guard let process, process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }
}
