import CTextScan
import Glibc

/// Bytes in a file without a name, read where the kernel keeps it: what is not looked at for a while need not
/// stay in memory. Written by calls, never through the mapping, so that a full disk is an error and no signal.
///
/// Only grows. A C wrapper: whoever owns the table it belongs to guards it.
final class TextFile: @unchecked Sendable {
    private let descriptor: CInt
    private(set) var base: UnsafePointer<UInt8>
    private(set) var count = 0
    private var room = TextFile.firstRoom

    /// Addresses, not memory: more than a million names take.
    private static let firstRoom = 256 << 20

    /// A new file in a folder; nil when its file system does not give one.
    init?(in folder: [UInt8]) {
        let descriptor = (folder + [0]).withUnsafeBufferPointer { ctextscan_file($0.baseAddress) }
        guard descriptor >= 0 else { return nil }
        guard let base = ctextscan_map(descriptor, TextFile.firstRoom) else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        self.base = UnsafePointer(base.assumingMemoryBound(to: UInt8.self))
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: base), room)
        close(descriptor)
    }

    /// Adds bytes; false when the disk does not take them, and nothing is added then.
    func append(_ bytes: [UInt8]) -> Bool {
        let end = count + bytes.count
        if end > room {
            guard let wider = ctextscan_map(descriptor, 2 * end) else { return false }
            munmap(UnsafeMutableRawPointer(mutating: base), room)
            base = UnsafePointer(wider.assumingMemoryBound(to: UInt8.self))
            room = 2 * end
        }
        let isWritten = bytes.withUnsafeBufferPointer {
            ctextscan_write(descriptor, $0.baseAddress, $0.count, count) == 0
        }
        if isWritten { count = end }
        return isWritten
    }
}
