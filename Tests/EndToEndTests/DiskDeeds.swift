import Foundation
import TestSupport

/// The rarer things that happen to a disk.
extension Disk {
    /// ftruncate(2) through an open descriptor, as `truncate` does it.
    static func cut(_ path: DiskPath, to size: Int) throws {
        let descriptor = path.withCString { open($0, O_WRONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        guard ftruncate(descriptor, size) == 0 else { throw failure("ftruncate", path) }
    }

    /// truncate(2) by path.
    static func truncate(_ path: DiskPath, to size: Int) throws {
        guard path.withCString({ Glibc.truncate($0, size) }) == 0 else {
            throw failure("truncate", path)
        }
    }

    /// Opens for reading and writing and closes, as tag editors do.
    static func reopen(_ path: DiskPath) throws {
        let descriptor = path.withCString { open($0, O_RDWR | O_CLOEXEC) }
        guard descriptor >= 0 else { throw failure("open", path) }
        close(descriptor)
    }

    static func permit(_ path: DiskPath, _ mode: UInt16) throws {
        guard path.withCString({ chmod($0, mode_t(mode)) }) == 0 else {
            throw failure("chmod", path)
        }
    }

    /// Puts a modification time back.
    static func setModified(_ path: DiskPath, _ status: stat) throws {
        try setModified(
            path, seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    }

    /// One byte through a shared mapping, written back before it is unmapped.
    static func writeThroughMapping(_ path: DiskPath, at offset: Int, _ byte: UInt8) throws {
        let descriptor = path.withCString { open($0, O_RDWR | O_CLOEXEC) }
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { throw failure("fstat", path) }
        let size = Int(info.st_size)
        guard size > 0 else { return }
        guard let start = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
            start != MAP_FAILED
        else { throw failure("mmap", path) }
        start.storeBytes(of: byte, toByteOffset: offset % size, as: UInt8.self)
        msync(start, size, MS_SYNC)
        munmap(start, size)
    }

    /// rm -r, in this process and therefore quick.
    static func uproot(_ folder: DiskPath) throws {
        for name in try names(in: folder) {
            let path = folder / name
            guard let status = try status(of: path) else { continue }
            if status.st_mode & S_IFMT == S_IFDIR { try uproot(path) } else { try delete(path) }
        }
        guard folder.withCString({ rmdir($0) }) == 0 else { throw failure("rmdir", folder) }
    }
}
