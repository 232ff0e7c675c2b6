import CTextScan
import Glibc

/// Bytes in a file without a name, read where the kernel keeps it: what is not looked at for a while need not
/// stay in memory. Written by calls, never through the mapping, so that a full disk is an error and no signal.
///
/// Only grows. A C wrapper: whoever owns the table it belongs to guards it.
final class ScratchFile: @unchecked Sendable {
    private let descriptor: CInt
    /// Where its first byte stands. A place once told stays good as long as this object lives.
    private(set) var base: UnsafeRawPointer
    private(set) var count = 0
    private var room: Int
    private var formerly: [(base: UnsafeRawPointer, room: Int)] = []

    /// A new file in a folder, with addresses (not memory) for so many bytes; nil when its file system does not
    /// give one.
    init?(in folder: [UInt8], room: Int) {
        let descriptor = (folder + [0]).withUnsafeBufferPointer { ctextscan_file($0.baseAddress) }
        guard descriptor >= 0 else { return nil }
        guard let base = ctextscan_map(descriptor, room) else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        self.base = UnsafeRawPointer(base)
        self.room = room
    }

    deinit {
        for (base, room) in formerly + [(base, room)] {
            munmap(UnsafeMutableRawPointer(mutating: base), room)
        }
        close(descriptor)
    }

    /// Adds bytes; false when the disk does not take them, and nothing is added then.
    func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let end = count + bytes.count
        if end > room {
            guard let wider = ctextscan_map(descriptor, 2 * end) else { return false }
            formerly.append((base, room))
            base = UnsafeRawPointer(wider)
            room = 2 * end
        }
        guard write(bytes, at: count) else { return false }
        count = end
        return true
    }

    /// Puts bytes in place of others; false when the disk does not take them.
    func replace(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        offset + bytes.count <= count && write(bytes, at: offset)
    }

    private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        ctextscan_write(
            descriptor, bytes.assumingMemoryBound(to: UInt8.self).baseAddress, bytes.count, offset)
            == 0
    }
}
