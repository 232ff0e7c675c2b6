import AudiowatchCore
import Foundation
import Glibc
import InotifyWatch
import SystemPackage
import TestSupport
import Testing

extension InotifyWatcherTests {
    @Test func `a directory watched already says as what`() throws {
        let watched = try WatchedTree()
        let other = Source.ID(rawValue: 8)
        #expect(try watched.watch("drums", as: 1) == .watched)
        #expect(try watched.watch("drums", as: 1) == .watched)
        rename(watched.path("drums").string, watched.path("percussion").string)
        #expect(
            try watched.watch("percussion", as: 9, of: other)
                == .alreadyWatched(source: watched.source, directory: Directory.ID(rawValue: 1)))
        // Nothing changed by asking, and it can be taken over.
        #expect(watched.watcher.watched(watched.source) == 1)
        watched.watcher.unwatch(Directory.ID(rawValue: 1))
        #expect(try watched.watch("percussion", as: 9, of: other) == .watched)
        #expect(watched.watcher.watched(watched.source) == 0)
        #expect(watched.watcher.watched(other) == 1)
        watched.touch("percussion/kick.wav")
        #expect(try watched.news(9).first == News(name: "kick.wav", kind: .created))
    }

    @Test func `what is watched no longer tells nothing`() throws {
        let watched = try WatchedTree()
        let before = try watched.kernelWatches()
        let other = Source.ID(rawValue: 8)
        for number in Int64(1)...20 { try watched.watch("a\(number)", as: number) }
        try watched.watch("b", as: 30, of: other)
        watched.watcher.unwatch(Directory.ID(rawValue: 1))
        #expect(watched.watcher.watched(watched.source) == 19)
        watched.watcher.unwatch(source: watched.source)
        watched.watcher.unwatch(source: watched.source)
        #expect(watched.watcher.watched(watched.source) == 0)
        #expect(watched.watcher.watched == 1)
        for number in 1...20 { watched.touch("a\(number)/kick.wav") }
        #expect(try watched.settled().isEmpty)
        #expect(try watched.kernelWatches() == before + 1)
        #expect(watched.watcher.unknownEvents == 0)
    }

    @Test func `a number on another inode ends the old watch`() throws {
        let watched = try WatchedTree()
        let before = try watched.kernelWatches()
        try watched.watch("old", as: 1)
        try watched.watch("new", as: 1)
        watched.touch("old/kick.wav")
        #expect(try watched.settled().isEmpty)
        #expect(try watched.kernelWatches() == before + 1)
        #expect(watched.watcher.watched(watched.source) == 1)
    }

    @Test func `watching while the tree is made loses no file`() throws {
        let watched = try WatchedTree()
        // The filling thread may hold on to it for longer than this test.
        defer { watched.watcher.stop() }
        // Two threads make watches while a third fills the directories: every file is in a listing made after
        // the watch, or in an event.
        for index in 0..<400 { try watched.tree.folder("d\(index)") }
        let filler = Thread {
            for index in 0..<400 { watched.touch("d\(index)/kick.wav") }
        }
        filler.start()
        DispatchQueue.concurrentPerform(iterations: 2) { half in
            for index in stride(from: half, to: 400, by: 2) {
                _ = try? watched.watch(at: watched.path("d\(index)"), as: Int64(index + 1))
                let listed = try? FileManager.default.contentsOfDirectory(
                    atPath: watched.path("d\(index)").string)
                if listed?.isEmpty == false {
                    watched.delivered.add([
                        .directoryItself(
                            source: watched.source,
                            directory: Directory.ID(rawValue: Int64(index + 1)),
                            kind: .attributes)
                    ])
                }
            }
        }
        try watched.delivered.wait("every directory") { changes in
            Set(
                changes.compactMap { change -> Int64? in
                    switch change {
                    case .entry(_, let directory, _, _, _, _): directory.rawValue
                    case .directoryItself(_, let directory, .attributes): directory.rawValue
                    default: nil
                    }
                }
            ).count == 400
        }
        #expect(watched.watcher.unknownEvents == 0)
    }

    @Test func `only one watcher at a time, and another after it`() throws {
        let first = try InotifyWatcher { _ in }
        #expect(throws: WatchError.alreadyWatching) { try InotifyWatcher { _ in } }
        first.start()
        #expect(throws: WatchError.alreadyWatching) { try InotifyWatcher { _ in } }
        first.stop()
        first.stop()
        #expect(throws: WatchError.stopped) {
            try first.watch(
                descriptor: 0, as: Directory.ID(rawValue: 1), of: Source.ID(rawValue: 1))
        }
        let second = try InotifyWatcher { _ in }
        second.stop()
    }

    @Test func `a watcher stopped under load leaves nothing to the next`() throws {
        for _ in 0..<8 {
            let watched = try WatchedTree()
            try watched.watch("drums", as: 1)
            for index in 0..<200 { watched.touch("drums/\(index).wav") }
            watched.watcher.stop()
            let count = watched.delivered.all.count
            watched.touch("drums/after.wav")
            #expect(watched.delivered.all.count == count)
        }
        let next = try WatchedTree()
        #expect(try next.settled().isEmpty)
        #expect(next.watcher.unknownEvents == 0)
        #expect(next.watcher.overflows == 0)
    }

    @Test func `what cannot be watched says why`() throws {
        let watched = try WatchedTree()
        let file = try watched.tree.file("kick.wav", [1])
        let descriptor = open(file.string, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        #expect(throws: WatchError.refused(code: ENOTDIR)) {
            try watched.watcher.watch(
                descriptor: descriptor, as: Directory.ID(rawValue: 1), of: watched.source)
        }
        #expect(throws: WatchError.refused(code: ENOENT)) {
            try watched.watcher.watch(
                descriptor: 9999, as: Directory.ID(rawValue: 1), of: watched.source)
        }
        #expect(throws: WatchError.self) {
            try watched.watcher.watchCookies(in: "/proc/nowhere")
        }
    }

    @Test func `the limits are the kernel's`() throws {
        let told = try run("/bin/cat", ["/proc/sys/fs/inotify/max_user_watches"]).text
        let limits = WatchLimits.read()
        #expect(limits.watches.map { "\($0)\n" } == told)
        #expect(limits.instances ?? 0 > 0)
        #expect(limits.advice.contains("fs.inotify.max_user_watches="))
    }
}
