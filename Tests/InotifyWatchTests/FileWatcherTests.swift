import Dispatch
import Foundation
import InotifyWatch
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// One small file that is watched, however it is saved.
@Suite struct FileWatcherTests {
    /// What was told of a file.
    private final class Told: Sendable {
        let count = Atomic(0)
        private let arrived = DispatchSemaphore(value: 0)

        func note() {
            count.add(1, ordering: .sequentiallyConsistent)
            arrived.signal()
        }

        /// True when something is told within 20 s, or what is given.
        func isTold(within seconds: Double = 20) -> Bool {
            arrived.wait(timeout: .now() + seconds) == .success
        }
    }

    private func write(_ text: String, to path: FilePath) throws {
        guard let file = FileHandle(forWritingAtPath: path.string) else {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path.string))
            return
        }
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    @Test func `it is told of a file written in place, replaced, removed and made again`() throws {
        let folder = try TemporaryFolder("filewatch")
        let file = folder.appending("config.toml")
        try write("one", to: file)
        let told = Told()
        let watcher = try FileWatcher(file) { told.note() }
        defer { watcher.stop() }
        try write("two", to: file)
        #expect(told.isTold(), "in place")
        let beside = folder.appending("config.toml.new")
        try write("three", to: beside)
        #expect(rename(beside.string, file.string) == 0)
        #expect(told.isTold(), "replaced")
        #expect(unlink(file.string) == 0)
        #expect(told.isTold(), "removed")
        try write("four", to: file)
        #expect(told.isTold(), "made again")
    }

    @Test func `many saves at once are told of a few times, others' files never`() throws {
        let folder = try TemporaryFolder("filewatch")
        let file = folder.appending("config.toml")
        try write("one", to: file)
        let told = Told()
        let watcher = try FileWatcher(file) { told.note() }
        defer { watcher.stop() }
        for number in 0..<300 {
            try write("\(number)", to: folder.appending("other-\(number)"))
        }
        for number in 0..<300 { try write("\(number)", to: file) }
        #expect(told.isTold())
        // The last word may come after the first.
        _ = told.isTold(within: 0.5)
        #expect(told.count.load(ordering: .sequentiallyConsistent) <= 5)
        try write("other", to: folder.appending("other"))
        #expect(!told.isTold(within: 0.5))
    }

    @Test func `a link is followed, to the end and when it is bent`() throws {
        let folder = try TemporaryFolder("filewatch")
        let (first, second) = (try folder.folder("dotfiles"), try folder.folder("others"))
        try write("one", to: first.appending("real.toml"))
        try write("two", to: second.appending("real.toml"))
        let file = try folder.folder("config").appending("config.toml")
        #expect(symlink("../dotfiles/real.toml", file.string) == 0)
        let told = Told()
        let watcher = try FileWatcher(file) { told.note() }
        defer { watcher.stop() }
        try write("three", to: first.appending("real.toml"))
        #expect(told.isTold(), "what it points to")
        #expect(unlink(file.string) == 0)
        #expect(symlink(second.appending("real.toml").string, file.string) == 0)
        #expect(told.isTold(), "where it points")
        try write("four", to: second.appending("real.toml"))
        #expect(told.isTold(), "what it points to now")
    }

    @Test func `folders that are not there yet are waited for`() throws {
        let folder = try TemporaryFolder("filewatch")
        let file = folder.appending("config/audiowatch/config.toml")
        let told = Told()
        let watcher = try FileWatcher(file) { told.note() }
        defer { watcher.stop() }
        _ = try folder.folder("config/audiowatch")
        try write("one", to: file)
        #expect(told.isTold())
        _ = told.isTold(within: 0.5)
        try write("two", to: file)
        #expect(told.isTold())
    }
}
