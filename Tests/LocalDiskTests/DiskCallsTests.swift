import AudiowatchCore
import Foundation
import Glibc
import LocalDisk
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite struct DiskCallsTests {
    private let tree: TemporaryFolder

    init() throws {
        tree = try TemporaryFolder("calls")
        try tree.file("a.wav", [UInt8]("some bytes".utf8))
    }

    private func bytes() throws -> [UInt8] {
        let file = try #require(
            try AudioFile.open(in: try OpenDirectory.open(tree.path), name: "a.wav"))
        var bytes = [UInt8](repeating: 0, count: 10)
        let count = try bytes.withUnsafeMutableBytes { room throws(DiskError) in
            try file.read(into: room, at: 0)
        }
        return Array(bytes[..<count])
    }

    private func onThread<Result: Sendable>(
        _ calls: DiskCalls, _ body: @escaping @Sendable () throws -> Result
    ) throws -> Result {
        let outcome = Mutex<Swift.Result<Result, any Error>?>(nil)
        let ended = DispatchSemaphore(value: 0)
        let thread = Thread {
            calls.note { outcome.withLock { $0 = Swift.Result(catching: body) } }
            ended.signal()
        }
        thread.start()
        ended.wait()
        return try #require(outcome.withLock { $0 }).get()
    }

    @Test func `what a courier brings is what the thread itself would have read`() throws {
        let read = try onThread(DiskCalls()) {
            try DiskCalls.byCourier(when: true) {
                try DiskCalls.byCourier(when: true) { _ = try bytes() }
                return try bytes()
            }
        }
        #expect(read == [UInt8]("some bytes".utf8))
    }

    @Test func `errors come as they are, and leave errno alone`() throws {
        let (code, kept) = try onThread(DiskCalls()) { [path = tree.path] in
            DiskCalls.byCourier(when: true) {
                errno = EXDEV
                do {
                    _ = try OpenDirectory.open(path.appending("none"))
                    return (CInt(0), errno)
                } catch {
                    return ((error as? DiskError)?.code ?? -1, errno)
                }
            }
        }
        #expect(code == ENOENT)
        #expect(kept == EXDEV)
    }

    @Test func `a courier ends with its thread and leaves nothing behind`() throws {
        func children() throws -> Set<Substring> {
            var found: Set<Substring> = []
            for task in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task") {
                let list = try? String(
                    contentsOfFile: "/proc/self/task/\(task)/children", encoding: .utf8)
                found.formUnion((list ?? "").split(separator: " "))
            }
            return found
        }
        let during = try onThread(DiskCalls()) {
            try DiskCalls.byCourier(when: true) {
                _ = try bytes()
                let own = "/proc/thread-self/children"
                return Set(try String(contentsOfFile: own, encoding: .utf8).split(separator: " "))
            }
        }
        #expect(during.count == 1)
        #expect(try children().isDisjoint(with: during))
    }

    @Test func `a call that is not answered is seen from outside, and for how long`() throws {
        if let obstacle = HangingDisk.obstacle { return print("skipped: \(obstacle)") }
        try Mounts.ofOwn {
            let shown = try tree.folder("shown")
            let disk = try HangingDisk(showing: shown, at: try tree.folder("disk"))
            defer { disk.end() }
            disk.hang(in: .any)
            let calls = DiskCalls()
            let ended = DispatchSemaphore(value: 0)
            let path = tree.appending("disk")
            let thread = Thread {
                calls.note {
                    DiskCalls.byCourier(when: true) {
                        _ = try? OpenDirectory.open(path).list().names.count
                    }
                }
                ended.signal()
            }
            #expect(calls.waiting == nil)
            thread.start()
            while (calls.waiting ?? .zero) < .milliseconds(300) {
                guard disk.count(.open) == 0 else { break }
                usleep(1_000)
            }
            #expect(disk.waiting > 0)
            disk.answer()
            ended.wait()
            #expect(calls.waiting == nil)
        }
    }
}
