import AudiowatchCore
import CLinux
import Glibc
import NIOCore
import SQLiteCatalog
import SystemPackage

/// The file of a row, open, and proved to be the one that the row describes. Closed when the last reference goes.
///
/// Everything here blocks as long as the disk does.
final class OpenAudio: Sendable {
    /// Why a row's file cannot be sent.
    enum Failure: Error {
        /// Its folder is not there: the drive is away.
        case away
        /// Nothing, or something else, stands in its place.
        case changed
        /// It may not be read.
        case forbidden
    }

    let place: FilePlace
    /// Bytes now.
    let size: Int64
    /// Last change, nanoseconds since 1970.
    let modified: Int64
    let descriptor: CInt

    private init(_ place: FilePlace, _ descriptor: CInt, _ status: clinux_status) {
        self.place = place
        self.descriptor = descriptor
        size = status.size
        modified = status.modified
    }

    deinit {
        close(descriptor)
    }

    /// Changes with every change of the file that its time or length betrays.
    var tag: String {
        let parts = [size, modified].map { String(UInt64(bitPattern: $0), radix: 16) }
        return "\"\(place.fingerprint ?? "f\(place.file.rawValue)")-\(parts[0])-\(parts[1])\""
    }

    /// Opens it below its source's folder: no symbolic link and no `..` leads out of there.
    static func open(_ place: FilePlace) throws(Failure) -> OpenAudio {
        let folder = place.folder.withPlatformString {
            clinux_open_quietly(AT_FDCWD, $0, clinux_flags_directory_following())
        }
        guard folder >= 0 else { throw folder == -EACCES ? .forbidden : .away }
        defer { close(folder) }
        let descriptor = try openBeneath(folder, place.names)
        var status = clinux_status()
        guard clinux_status_of(descriptor, &status) == 0,
            mode_t(status.mode) & S_IFMT == S_IFREG, status.size == place.stamp.size,
            !place.traits.hasStableInodes || isSameInode(status, place.stamp)
        else {
            close(descriptor)
            throw .changed
        }
        return OpenAudio(place, descriptor, status)
    }

    /// The birth time tells an inode that was given out again, where both sides know it.
    private static func isSameInode(_ status: clinux_status, _ stamp: Stamp) -> Bool {
        Int64(bitPattern: status.inode) == stamp.inode
            && (stamp.born == 0 || status.born == 0 || status.born == stamp.born)
    }

    private static func openBeneath(_ folder: CInt, _ names: [FileName]) throws(Failure) -> CInt {
        // A path longer than the kernel takes cannot be reached in one step; such files are not played.
        let path = names.map(\.bytes).joined(separator: [UInt8(ascii: "/")])
        let descriptor = FilePath(bytes: path).withPlatformString {
            clinux_open_beneath(folder, $0, clinux_flags_file())
        }
        switch descriptor {
        case 0...: return descriptor
        case -EACCES, -EPERM: throw .forbidden
        default: throw .changed
        }
    }

    /// Bytes from `offset` on, at most `count`; fewer only at the end.
    ///
    /// - Throws: `Errno`.
    func read(at offset: Int64, count: Int) throws -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: count)
        try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
            let read = clinux_read_at(descriptor, bytes.baseAddress, count, offset)
            guard read >= 0 else { throw Errno(rawValue: CInt(clamping: -read)) }
            return read
        }
        return buffer
    }
}
