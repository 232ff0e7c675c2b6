import CFFmpeg
import CLinux
import Glibc
import ProbeWire

/// One file as libav sees it: both ends from the shared slot, the middle read from the descriptor
/// that came with the request. There is no way from here to any other file.
final class FileBytes {
    /// For pictures in tags and indices of long files.
    private static let budget: Int64 = 64 << 20
    /// For formats whose chunks are skipped, not read.
    private static let plainBudget: Int64 = 8 << 20
    private static let plainFormats: Set<String> = ["wav", "w64", "aiff", "caf", "au"]

    private static func budget(of demuxer: String) -> Int64 {
        plainFormats.contains(demuxer) ? plainBudget : budget
    }

    /// Length in bytes.
    let size: Int64
    /// The first bytes.
    let head: UnsafeRawBufferPointer
    /// The last bytes.
    let tail: UnsafeRawBufferPointer
    /// Where `tail` begins.
    let tailOffset: Int64
    /// The errno of the first read that failed; 0 when all went well.
    private(set) var failure: CInt = 0

    /// Bytes that libav may still read from between the ends; then the file seems to end. A demuxer that takes
    /// gigabytes of silence for empty chunks would read them all.
    private var budget: Int64
    private let descriptor: CInt
    private let isListenedTo: Bool
    private var position: Int64 = 0

    init(request: Request, slot: Slot, descriptor: CInt) {
        size = request.size
        head = UnsafeRawBufferPointer(rebasing: slot.head.prefix(Int(request.head)))
        tail = UnsafeRawBufferPointer(rebasing: slot.tail.prefix(Int(request.tail)))
        tailOffset = request.tailOffset
        self.descriptor = descriptor
        budget = FileBytes.budget(of: request.demuxer)
        isListenedTo = false
    }

    /// A file to be listened to: nothing of it is in the slot, and what is read stays cached, since it will be
    /// played again. Once its header is read all of it may be.
    init(listenedTo descriptor: CInt, size: Int64, demuxer: String) {
        self.size = size
        head = UnsafeRawBufferPointer(start: nil, count: 0)
        tail = head
        tailOffset = size
        self.descriptor = descriptor
        budget = FileBytes.budget(of: demuxer)
        isListenedTo = true
    }

    /// Lets all of the file be read from now on.
    func openWide() {
        budget = .max
    }

    /// Where head and tail meet or overlap there is nothing between them that is not in memory.
    var isWholeInMemory: Bool {
        Int64(head.count) >= size || (Int64(head.count) >= tailOffset && tail.count > 0)
    }

    /// Up to `count` bytes at `offset`; fewer at the end, or where reading failed.
    func bytes(at offset: Int64, count: Int) -> [UInt8] {
        guard offset >= 0, offset < size, count > 0 else { return [] }
        let wanted = Int(min(Int64(count), size - offset))
        return [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            while filled < wanted {
                let rest = UnsafeMutableRawBufferPointer(
                    UnsafeMutableBufferPointer(rebasing: buffer[filled...]))
                let got = read(at: offset + Int64(filled), into: rest)
                guard got > 0 else { break }
                filled += got
            }
        }
    }

    /// The bytes in memory from `offset` on, in one or two pieces that follow each other.
    func inMemory(from offset: Int64) -> [UnsafeRawBufferPointer] {
        var pieces: [UnsafeRawBufferPointer] = []
        var next = offset
        if next < Int64(head.count) {
            pieces.append(UnsafeRawBufferPointer(rebasing: head[Int(next)...]))
            next = Int64(head.count)
        }
        if next >= tailOffset, next - tailOffset < Int64(tail.count) {
            pieces.append(UnsafeRawBufferPointer(rebasing: tail[Int(next - tailOffset)...]))
        }
        return pieces
    }

    /// Up to `count` bytes at `offset` as far as they are in memory from there on: nothing is read for them.
    func held(at offset: Int64, count: Int) -> [UInt8] {
        guard offset >= 0, offset < size, count > 0 else { return [] }
        let (end, overflow) = offset.addingReportingOverflow(Int64(count))
        let isInTail = offset >= tailOffset && !tail.isEmpty
        guard !isWholeInMemory, !isInTail, overflow || end > Int64(head.count) else {
            return bytes(at: offset, count: count)
        }
        return bytes(at: offset, count: Int(clamping: Int64(head.count) - offset))
    }

    /// The end of the file as far as it is in one piece of memory, and where in the file that begins.
    var end: (bytes: UnsafeRawBufferPointer, offset: Int64) {
        tail.isEmpty ? (head, 0) : (tail, tailOffset)
    }

    /// Reads into `buffer` from one place only; 0 at the end of the file, negative after a failure.
    private func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard offset < size, let base = buffer.baseAddress else { return 0 }
        var count = min(buffer.count, Int(clamping: size - offset))
        if offset < Int64(head.count) {
            count = min(count, head.count - Int(offset))
            buffer.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: head[Int(offset)...].prefix(count)))
            return count
        }
        if offset >= tailOffset, offset - tailOffset < Int64(tail.count) {
            let start = Int(offset - tailOffset)
            count = min(count, tail.count - start)
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: tail[start...].prefix(count)))
            return count
        }
        if offset < tailOffset { count = min(count, Int(clamping: tailOffset - offset)) }
        let got =
            isListenedTo
            ? clinux_read_at(descriptor, base, count, offset)
            : clinux_read_behind(descriptor, base, count, offset)
        if got >= 0 { return got }
        failure = CInt(truncatingIfNeeded: -got)
        return -1
    }

    /// libav's read: the next bytes, or one of its errors.
    func readNext(_ buffer: UnsafeMutablePointer<UInt8>?, _ count: CInt) -> CInt {
        guard count > 0 else { return 0 }
        let room = UnsafeMutableRawBufferPointer(start: buffer, count: Int(count))
        let isInMemory =
            position < Int64(head.count)
            || (position >= tailOffset && position - tailOffset < Int64(tail.count))
        guard isInMemory || budget > 0 else { return audiowatch_end_of_file() }
        let got = read(at: position, into: room)
        if !isInMemory { budget -= Int64(max(got, 0)) }
        guard got >= 0 else { return audiowatch_error(failure) }
        guard got > 0 else { return audiowatch_end_of_file() }
        position += Int64(got)
        return CInt(truncatingIfNeeded: got)
    }

    /// libav's seek: `whence` of lseek(2), or a question for the size.
    func seek(_ offset: Int64, _ whence: CInt) -> Int64 {
        if whence & AVSEEK_SIZE != 0 { return size }
        let start: Int64
        switch whence & ~AVSEEK_FORCE {
        case SEEK_SET: start = 0
        case SEEK_CUR: start = position
        case SEEK_END: start = size
        default: return Int64(audiowatch_error(EINVAL))
        }
        let (target, overflow) = start.addingReportingOverflow(offset)
        guard !overflow, target >= 0 else { return Int64(audiowatch_error(EINVAL)) }
        position = target
        return target
    }
}
