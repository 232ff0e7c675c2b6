import Foundation
import Synchronization
import SystemPackage
import TestSupport

/// Runs a test on a thread whose mounts are its own: nothing it mounts is seen elsewhere or stays behind.
/// Programs that it starts see the same mounts. Prints `skipped: …` where that takes a privilege.
func withPrivateMounts(_ body: @escaping @Sendable () throws -> Void) throws {
    let outcome = Outcome()
    let ended = DispatchSemaphore(value: 0)
    let thread = Thread {
        defer { ended.signal() }
        guard let obstacle = leaveSharedMounts() else {
            let result = Result { try body() }
            unmountWhatIsLeft()
            return outcome.result.withLock { $0 = result }
        }
        print("skipped: \(obstacle)")
    }
    thread.stackSize = 8 << 20
    thread.start()
    ended.wait()
    try outcome.result.withLock { $0 }.get()
}

private final class Outcome: Sendable {
    let result = Mutex<Result<Void, any Error>>(.success(()))
}

/// What keeps the calling thread from having mounts of its own; nil when it has.
private func leaveSharedMounts() -> String? {
    // glibc declares it behind _GNU_SOURCE only, which Swift's Glibc module does not set.
    typealias Call = @convention(c) (Int32) -> Int32
    guard let symbol = dlsym(nil, "unshare") else { return "this C library has no unshare" }
    let unshare = unsafeBitCast(symbol, to: Call.self)
    let ownFolder: Int32 = 0x200  // CLONE_FS, linux/sched.h: a thread alone may leave the others
    let ownMounts: Int32 = 0x2_0000  // CLONE_NEWNS
    guard unshare(ownFolder | ownMounts) == 0 else { return "mounts need privilege" }
    let result = try? run("/bin/mount", ["--make-rprivate", "/"])
    return result?.status == 0 ? nil : "mounts cannot be made private"
}

/// A program that stands behind a mount lives in this namespace and keeps it alive, until it is unmounted.
private func unmountWhatIsLeft() {
    let left = "cut -d' ' -f5 /proc/self/mountinfo | grep /audiowatch- | tac"
    _ = try? run("/bin/sh", ["-c", "\(left) | while read -r at; do umount -l \"$at\"; done"])
}

/// A file system in an image file of a test's own folder.
final class DriveImage {
    /// How to make and mount one.
    enum Format: String, Sendable, CaseIterable {
        case ext4, vfat
        case exfat = "exfat-fuse"
        case ntfs = "ntfs-3g"

        var maker: [String] {
            switch self {
            case .ext4: ["mkfs.ext4", "-q", "-F"]
            case .vfat: ["mkfs.vfat"]
            case .exfat: ["mkfs.exfat"]
            case .ntfs: ["mkfs.ntfs", "-q", "-F"]
            }
        }
    }

    let format: Format
    private let image: String
    private var device: String?

    /// Makes it; nil, with `skipped: …` printed, where this machine cannot.
    init?(_ format: Format, _ name: String, in world: World, megabytes: Int = 24) throws {
        self.format = format
        image = world.folder.appending("\(name).img").string
        guard let maker = format.maker.first, let program = DriveImage.program(maker) else {
            print("skipped: \(format.maker.first ?? "") is not installed")
            return nil
        }
        if format == .exfat, DriveImage.program("mount.exfat-fuse") == nil {
            print("skipped: exfat-fuse is not installed")
            return nil
        }
        try succeed("/usr/bin/truncate", "-s", "\(megabytes)M", image)
        let made = try run(program, Array(format.maker.dropFirst()) + [image])
        guard made.status == 0 else { throw TestFailure("\(maker): \(made.errorText)") }
        let loop = try run("/sbin/losetup", ["-f", "--show", image])
        guard loop.status == 0 else {
            print("skipped: no loop device: \(loop.errorText)")
            return nil
        }
        device = loop.text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard try isMountable(in: world) else { return nil }
    }

    deinit {
        // It is freed when the last mount of it is gone, and that goes with the thread's namespace.
        if let device { _ = try? run("/sbin/losetup", ["-d", device]) }
    }

    /// The loop device it is on.
    var devicePath: String { device ?? "" }

    /// Mounts it; throws where it cannot be.
    func mount(at path: DiskPath) throws {
        switch format {
        case .ext4, .vfat: try succeed("/bin/mount", devicePath, path.text)
        case .exfat: try startProgram("mount.exfat-fuse", devicePath, path.text)
        case .ntfs: try startProgram("ntfs-3g", devicePath, path.text)
        }
    }

    /// False, with `skipped: …` printed, where the kernel has no driver for it.
    private func isMountable(in world: World) throws -> Bool {
        guard format == .vfat else { return true }
        let point = try DiskPath(world.folder.folder("try"))
        guard try run("/bin/mount", [devicePath, point.text]).status == 0 else {
            print("skipped: this kernel mounts no \(format.rawValue)")
            return false
        }
        try unmount(point)
        return true
    }

    /// Cuts the image to a few sectors: whatever is not in memory cannot be read any more.
    func truncate() throws {
        try succeed("/usr/bin/truncate", "-s", "4096", image)
    }

    /// Lets another loop device carry it, so that its device number is another one.
    func changeDevice() throws {
        let old = devicePath
        let loop = try run("/sbin/losetup", ["-f", "--show", image])
        guard loop.status == 0 else { throw TestFailure("losetup: \(loop.errorText)") }
        device = loop.text.trimmingCharacters(in: .whitespacesAndNewlines)
        try succeed("/sbin/losetup", "-d", old)
    }

    private static func program(_ name: String) -> String? {
        ["/usr/sbin/", "/sbin/", "/usr/bin/", "/bin/"].map { $0 + name }
            .first(where: FileManager.default.isExecutableFile)
    }
}

/// umount(8); a FUSE program may still be finishing its writes.
func unmount(_ path: DiskPath, lazily: Bool = false) throws {
    if lazily { return try succeed("/bin/umount", "-l", path.text) }
    try until("\(path) is unmounted") {
        try run("/bin/umount", [path.text]).status == 0
    }
}

/// Starts a program that goes into the background and stays. It must not inherit the descriptors by which
/// Foundation waits for its children.
func startProgram(_ name: String, _ arguments: String...) throws {
    let closing = """
        for fd in /proc/self/fd/*; do fd=${fd##*/}; [ "$fd" -gt 2 ] && eval "exec $fd>&-"; done
        PATH=/usr/sbin:/sbin:/usr/bin:/bin; exec "$@"
        """
    try succeed("/bin/bash", ["-c", closing, "start", name] + arguments)
}

private func succeed(_ program: String, _ arguments: String...) throws {
    try succeed(program, arguments)
}

private func succeed(_ program: String, _ arguments: [String]) throws {
    let result = try run(program, arguments)
    guard result.status == 0 else {
        throw TestFailure("\(program) \(arguments.joined(separator: " ")): \(result.errorText)")
    }
}
