import Foundation
import Synchronization
import TestSupport

/// Mounts of a test's own: the thread that makes them, and the programs it starts, are alone in seeing them,
/// and they end with it.
enum PrivateMounts {
    /// Runs `body` on a thread that has a mount namespace of its own; where that is not allowed, on a
    /// plain thread, and `body` is told so.
    static func run<Result: Sendable>(
        _ body: @escaping @Sendable (_ isPrivate: Bool) throws -> Result
    ) throws -> Result {
        let box = Box<Result>()
        let thread = Thread {
            let result = Swift.Result { try body(leave()) }
            box.result.withLock { $0 = result }
            box.done.signal()
        }
        // Deep folders are removed recursively.
        thread.stackSize = 8 << 20
        thread.start()
        box.done.wait()
        guard let result = box.result.withLock({ $0 }) else {
            throw TestFailure("the thread left no result")
        }
        return try result.get()
    }

    /// Why there are no mounts here; nil when there are.
    static var obstacle: String? {
        get throws {
            try run { isPrivate in isPrivate ? nil : "a mount namespace of its own needs root" }
        }
    }

    static func mountEmpty(_ path: DiskPath) throws {
        let code = path.withCString { mountCall?("tmpfs", $0, "tmpfs", 0, nil) ?? -1 }
        guard code == 0 else { throw TestFailure("mount \(path): errno \(errno)") }
    }

    static func unmount(_ path: DiskPath) throws {
        let detach: Int32 = 2  // MNT_DETACH, linux/fs.h: also while somebody reads there.
        guard path.withCString({ unmountCall?($0, detach) ?? -1 }) == 0 else {
            throw TestFailure("umount \(path): errno \(errno)")
        }
    }

    private final class Box<Result: Sendable>: Sendable {
        let result = Mutex<Swift.Result<Result, any Error>?>(nil)
        let done = DispatchSemaphore(value: 0)
    }

    /// Takes this thread into a namespace of its own, where nothing spreads to the one before.
    private static func leave() -> Bool {
        let isPrivate: Int32 = 0x0002_0000  // CLONE_NEWNS, linux/sched.h
        let recursivelyPrivate: UInt = 0x4_4000  // MS_REC | MS_PRIVATE, linux/mount.h
        guard let unshareCall, unshareCall(isPrivate) == 0 else { return false }
        return mountCall?("none", "/", nil, recursivelyPrivate, nil) == 0
    }

    // glibc declares these behind _GNU_SOURCE only, which Swift's Glibc module does not set.
    private typealias Unshare = @convention(c) (Int32) -> Int32
    private typealias Mount =
        @convention(c) (
            UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafePointer<CChar>?, UInt,
            UnsafeRawPointer?
        ) -> Int32
    private typealias Unmount = @convention(c) (UnsafePointer<CChar>, Int32) -> Int32
    private static let unshareCall = symbol("unshare", as: Unshare.self)
    private static let mountCall = symbol("mount", as: Mount.self)
    private static let unmountCall = symbol("umount2", as: Unmount.self)

    private static func symbol<Call>(_ name: String, as call: Call.Type) -> Call? {
        dlsym(nil, name).map { unsafeBitCast($0, to: call) }
    }
}
