import Foundation
import TestSupport

/// What people and programs do to a disk, each as the plain system call.
enum Disk {
    /// Makes a folder with its parents.
    static func makeFolder(_ path: DiskPath) throws {
        if path.withCString({ mkdir($0, 0o755) }) == 0 || errno == EEXIST { return }
        guard errno == ENOENT else { throw failure("mkdir", path) }
        try makeFolder(path.folder)
        guard path.withCString({ mkdir($0, 0o755) }) == 0 else { throw failure("mkdir", path) }
    }

    /// Writes a whole file, in place when it is there, making its folder.
    static func write(_ bytes: [UInt8], to path: DiskPath) throws {
        try makeFolder(path.folder)
        try put(bytes, to: path, O_WRONLY | O_CREAT | O_TRUNC)
    }

    /// Adds to the end of a file.
    static func append(_ bytes: [UInt8], to path: DiskPath) throws {
        try put(bytes, to: path, O_WRONLY | O_APPEND)
    }

    /// Overwrites some bytes in place; the size stays.
    static func overwrite(_ bytes: [UInt8], at offset: Int, of path: DiskPath) throws {
        try put(bytes, to: path, O_WRONLY, at: offset)
    }

    /// rename(2), as `mv` does it.
    static func move(_ from: DiskPath, to: DiskPath) throws {
        try both(from, to, "rename") { rename($0, $1) }
    }

    /// renameat2(2) with RENAME_EXCHANGE: both names swap what they name, at once.
    static func exchange(_ one: DiskPath, _ other: DiskPath) throws {
        // glibc declares it behind _GNU_SOURCE only, which Swift's Glibc module does not set.
        typealias Call =
            @convention(c) (
                Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
            ) -> Int32
        guard let symbol = dlsym(nil, "renameat2") else {
            throw TestFailure("this C library has no renameat2")
        }
        let renameat2 = unsafeBitCast(symbol, to: Call.self)
        let exchange: UInt32 = 2  // RENAME_EXCHANGE, linux/fs.h
        try both(one, other, "exchange") { renameat2(AT_FDCWD, $0, AT_FDCWD, $1, exchange) }
    }

    /// A second name of the same inode.
    static func hardLink(_ from: DiskPath, to: DiskPath) throws {
        try both(from, to, "link") { link($0, $1) }
    }

    /// Copies a file's bytes to a new inode.
    static func copy(_ from: DiskPath, to: DiskPath) throws {
        try write(contents(of: from), to: to)
    }

    /// A symbolic link.
    static func symbolicLink(to target: DiskPath, at path: DiskPath) throws {
        try both(target, path, "symlink") { symlink($0, $1) }
    }

    /// A FIFO.
    static func makeFIFO(_ path: DiskPath) throws {
        guard path.withCString({ mkfifo($0, 0o644) }) == 0 else { throw failure("mkfifo", path) }
    }

    /// Removes a file.
    static func delete(_ path: DiskPath) throws {
        guard path.withCString({ unlink($0) }) == 0 else { throw failure("unlink", path) }
    }

    /// rm -r.
    static func deleteTree(_ path: DiskPath) throws {
        let result = try TestSupport.run("/bin/rm", ["-r", "--", path.text])
        guard result.status == 0 else { throw TestFailure(result.errorText) }
    }

    /// Sets a file's modification time.
    static func setModified(_ path: DiskPath, seconds: Int, nanoseconds: Int) throws {
        let time = timespec(tv_sec: seconds, tv_nsec: nanoseconds)
        guard path.withCString({ utimensat(AT_FDCWD, $0, [time, time], AT_SYMLINK_NOFOLLOW) }) == 0
        else { throw failure("utimensat", path) }
    }

    private static func put(
        _ bytes: [UInt8], to path: DiskPath, _ flags: Int32, at offset: Int = 0
    ) throws {
        let descriptor = path.withCString { open($0, flags | O_CLOEXEC, 0o644) }
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        if offset > 0, lseek(descriptor, offset, Int32(SEEK_SET)) < 0 {
            throw failure("lseek", path)
        }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(
                    descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written)
            }
            guard count > 0 else { throw failure("write", path) }
            written += count
        }
    }

    private static func both(
        _ one: DiskPath, _ other: DiskPath, _ call: String,
        _ body: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32
    ) throws {
        guard one.withCString({ one in other.withCString { body(one, $0) } }) == 0 else {
            throw TestFailure("\(call) \(one), \(other): errno \(errno)")
        }
    }

    static func failure(_ call: String, _ path: DiskPath) -> TestFailure {
        TestFailure("\(call) \(path): errno \(errno)")
    }
}
