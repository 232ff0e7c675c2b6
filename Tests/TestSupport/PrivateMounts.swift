import Foundation
import Synchronization

/// What the kernel lets this process do with mounts.
public enum Mounts {
    /// Why nothing can be mounted here; nil when it can.
    public static var obstacle: String? {
        geteuid() == 0 ? nil : "mounting needs root"
    }

    /// Runs `body` on this thread with mounts of its own: what it mounts is seen by it and by the programs
    /// that it starts, and is gone when they are. `body` must not suspend.
    public static func ofOwn<Result>(_ body: () throws -> Result) throws -> Result {
        var folder = [CChar](repeating: 0, count: 4_096)
        let home = open("/proc/thread-self/ns/mnt", O_RDONLY | O_CLOEXEC)
        guard home >= 0, getcwd(&folder, folder.count) != nil else {
            throw TestFailure("no mount namespace: errno \(errno)")
        }
        defer { close(home) }
        let newMounts: Int32 = 0x0002_0000  // CLONE_NEWNS, linux/sched.h
        guard try call("unshare", as: (@convention(c) (Int32) -> Int32).self)(newMounts) == 0 else {
            throw TestFailure("unshare: errno \(errno)")
        }
        let setns = try call("setns", as: (@convention(c) (Int32, Int32) -> Int32).self)
        defer {
            _ = setns(home, newMounts)
            _ = chdir(folder)
        }
        let recursivelyPrivate: UInt = 0x4000 | 0x40000  // MS_REC | MS_PRIVATE, linux/mount.h
        try mount("none", at: "/", type: "none", flags: recursivelyPrivate, options: "")
        return try body()
    }

    /// Runs `body` where the process has its mounts. A thread of a pool has those of the thread that happened to
    /// start it, perhaps one inside ``ofOwn(_:)``.
    public static func atHome<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) throws -> Result {
        let spaces = try ["self", "thread-self"].map {
            try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/ns/mnt")
        }
        guard spaces[0] != spaces[1] else { return try body() }
        let unshare = try call("unshare", as: (@convention(c) (Int32) -> Int32).self)
        let setns = try call("setns", as: (@convention(c) (Int32, Int32) -> Int32).self)
        let result = Mutex<Swift.Result<Result, any Error>?>(nil)
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            let (ownFolder, mounts): (Int32, Int32) = (0x200, 0x0002_0000)  // CLONE_FS, CLONE_NEWNS
            let home = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC)
            let isHome = home >= 0 && unshare(ownFolder) == 0 && setns(home, mounts) == 0
            let came = Swift.Result {
                guard isHome else { throw TestFailure("setns: errno \(errno)") }
                return try body()
            }
            close(home)
            result.withLock { $0 = came }
            done.signal()
        }
        thread.start()
        done.wait()
        guard let came = result.withLock({ $0 }) else { throw TestFailure("no result") }
        return try came.get()
    }

    /// mount(2).
    public static func mount(
        _ what: String, at path: String, type: String, flags: UInt = 0, options: String = ""
    ) throws {
        typealias Call =
            @convention(c) (
                UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafePointer<CChar>, UInt,
                UnsafePointer<CChar>
            ) -> Int32
        guard try call("mount", as: Call.self)(what, path, type, flags, options) == 0 else {
            throw TestFailure("mount \(type) at \(path): errno \(errno)")
        }
    }

    /// umount2(2) without force and not lazily: 0, or the errno.
    public static func unmount(_ path: String, isLazy: Bool = false) throws -> Int32 {
        typealias Call = @convention(c) (UnsafePointer<CChar>, Int32) -> Int32
        return try call("umount2", as: Call.self)(path, isLazy ? 2 : 0) == 0 ? 0 : errno
    }

    // glibc declares these behind _GNU_SOURCE, or in headers that Swift's Glibc module leaves out.
    private static func call<Function>(_ name: String, as type: Function.Type) throws -> Function {
        guard let symbol = dlsym(nil, name) else {
            throw TestFailure("this C library has no \(name)")
        }
        return unsafeBitCast(symbol, to: type)
    }
}
