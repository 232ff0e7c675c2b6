public import AudiowatchCore
import CLinux
import Glibc
import SystemPackage

/// Why a name could not be opened as an audio file.
public enum AudioFileError: Error, Hashable, Sendable {
    /// A directory, FIFO, socket, device or symbolic link stands there.
    case notRegular
    /// The disk said no.
    case disk(DiskError)
}

/// A regular file open for reading, and nothing else: access and modification time stay as they are.
/// Closed when the last reference goes.
///
/// Everything here blocks as long as the disk does: call it off the cooperative pool.
public final class AudioFile: Sendable {
    /// The open descriptor, to be passed to a probe helper; valid as long as this object lives.
    public let descriptor: CInt
    /// The name it was opened by.
    public let name: FileName
    /// What the disk said of it when it was opened.
    public let opened: EntryStatus

    private init(owning descriptor: CInt, name: FileName, opened: EntryStatus) {
        self.descriptor = descriptor
        self.name = name
        self.opened = opened
    }

    deinit {
        clinux_close(descriptor)
    }

    /// Opens a name inside a directory; nil when there is no such name.
    ///
    /// - Throws: ``AudioFileError``; a symbolic link is `notRegular`, and never followed.
    public static func open(
        in directory: OpenDirectory, name: FileName
    ) throws(AudioFileError) -> AudioFile? {
        let flags = clinux_flags_file()
        let result =
            name.withSystemName { clinux_open_quietly(directory.descriptor, $0, flags) } ?? -EINVAL
        switch result {
        case 0...: break
        case -ENOENT: return nil
        // A symbolic link; a FIFO never gives these, a socket or a device without driver does.
        case -ELOOP, -ENXIO, -ENODEV: throw .notRegular
        default: throw .disk(DiskError(.open, FilePath(bytes: name.bytes), code: -result))
        }
        var raw = clinux_status()
        let code = clinux_status_of(result, &raw)
        let status = EntryStatus(raw)
        guard code == 0, status.kind == .file else {
            clinux_close(result)
            guard code != 0 else { throw .notRegular }
            throw .disk(DiskError(.stat, FilePath(bytes: name.bytes), code: code))
        }
        clinux_expect_random_reads(result)
        return AudioFile(owning: result, name: name, opened: status)
    }

    /// Its stamp now: the open file's, whatever the name means meanwhile.
    public func stamp() throws(DiskError) -> Stamp { try status().stamp }

    /// What the disk says of it now; `links` is 0 when it was deleted.
    public func status() throws(DiskError) -> EntryStatus {
        var raw = clinux_status()
        let code = clinux_status_of(descriptor, &raw)
        guard code == 0 else { throw error(.stat, code) }
        return EntryStatus(raw)
    }

    /// Reads the first and the last `chunk` bytes, as the fingerprint wants them.
    ///
    /// The head goes to the start of `buffer`; the tail, read only when the file was longer than `chunk`
    /// when it was opened, to offset `chunk`. The counts are what was read: less than asked when the file
    /// has shrunk since. The two overlap in files shorter than two chunks. The page cache keeps what it
    /// had, and nothing of this: a scan must not push out the samples of a running session.
    ///
    /// - Throws: ``DiskError``; `EINVAL` when the buffer is smaller than two chunks.
    public func readEnds(
        chunk: Int, into buffer: UnsafeMutableRawBufferPointer
    ) throws(DiskError) -> (head: Int, tail: Int) {
        let (both, overflow) = chunk.multipliedReportingOverflow(by: 2)
        guard chunk > 0, !overflow, buffer.count >= both else { throw error(.read, EINVAL) }
        let size = opened.stamp.size
        let wanted = Int(min(max(size, 0), Int64(chunk)))
        let head = try readUncached(into: .init(rebasing: buffer[0..<wanted]), at: 0)
        guard size > Int64(chunk) else { return (head, 0) }
        let tail = try readUncached(
            into: .init(rebasing: buffer[chunk..<both]), at: size - Int64(chunk))
        return (head, tail)
    }

    /// Fills `buffer` from `offset` on, through short reads and signals, up to the end of the file.
    /// Returns the number of bytes read.
    public func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(DiskError) -> Int {
        try fill(buffer, at: offset, by: clinux_read_at)
    }

    /// As ``read(into:at:)``, and leaves in the page cache what was there before and nothing more.
    public func readUncached(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(DiskError) -> Int {
        try fill(buffer, at: offset, by: clinux_read_uncached)
    }

    /// One MiB a read keeps a disk streaming, and is short enough to stop between two of them.
    private static let pieceSize = 1 << 20

    /// Hands over every byte, piece by piece, and leaves the page cache as it was; false when
    /// `shouldContinue`, asked before each MiB, said no.
    func readWhole(
        while shouldContinue: () -> Bool, _ take: (UnsafeRawBufferPointer) -> Void
    ) throws(DiskError) -> Bool {
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: AudioFile.pieceSize, alignment: 4096)
        defer { buffer.deallocate() }
        var offset: Int64 = 0
        while shouldContinue() {
            let count = try readUncached(into: buffer, at: offset)
            take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset &+= Int64(count)
            guard count == buffer.count else { return true }
        }
        return false
    }

    /// How many pages of it are in the page cache; nil when the kernel does not tell, which it does only to
    /// those who may write the file.
    public func cachedPages() throws(DiskError) -> Int? {
        let size = try stamp().size
        guard size > 0 else { return 0 }
        let count = clinux_cached_pages(descriptor, 0, Int(size))
        return count < 0 ? nil : count
    }

    private func fill(
        _ buffer: UnsafeMutableRawBufferPointer, at offset: Int64,
        by call: (CInt, UnsafeMutableRawPointer?, Int, Int64) -> Int
    ) throws(DiskError) -> Int {
        var filled = 0
        while filled < buffer.count, let base = buffer.baseAddress {
            let (place, overflow) = offset.addingReportingOverflow(Int64(filled))
            guard !overflow else { throw error(.read, EOVERFLOW) }
            let count = call(descriptor, base + filled, buffer.count - filled, place)
            guard count >= 0 else { throw error(.read, CInt(truncatingIfNeeded: -count)) }
            guard count > 0 else { break }
            filled += count
        }
        return filled
    }

    private func error(_ operation: DiskError.Operation, _ code: CInt) -> DiskError {
        DiskError(operation, FilePath(bytes: name.bytes), code: code)
    }
}
