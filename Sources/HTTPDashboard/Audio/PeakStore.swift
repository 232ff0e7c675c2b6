import AudiowatchCore
import Glibc
import Synchronization
import SystemPackage

/// Waveforms by content, in one file that never grows beyond its slots: what is asked for later takes the place of
/// what was kept before.
///
/// Four slots make a set; a content belongs to one set by its fingerprint. What cannot be read or written is as
/// good as absent. Calls block for a disk's read of 2 KB.
final class PeakStore: Sendable {
    /// What a waveform belongs to.
    struct Key: Hashable, Sendable {
        /// Sampled identity of the bytes.
        var fingerprint: UInt64
        /// Bytes.
        var size: Int64
    }

    /// Pairs of least and greatest sample in a waveform.
    static let pairs = 800

    /// Slots of a set, and sets: 128 MB when all are taken.
    private static let ways = 4
    private static let sets = 19_200
    /// Fingerprint, size, number of pairs, check; then the pairs.
    private static let head = 32
    private static let slot = head + 2 * pairs

    private let path: FilePath
    private let file = Mutex<FileDescriptor?>(nil)

    /// Opens nothing yet.
    init(at path: FilePath) {
        self.path = path
    }

    deinit {
        file.withLock { try? $0?.close() }
    }

    /// The waveform of a content; nil where none is kept.
    func peaks(of key: Key) -> [UInt8]? {
        file.withLock { file in
            guard let file = opened(&file) else { return nil }
            for way in 0..<PeakStore.ways {
                guard let slot = read(file, PeakStore.place(key, way)), slot.key == key else {
                    continue
                }
                return slot.peaks
            }
            return nil
        }
    }

    /// Keeps a waveform.
    func keep(_ peaks: [UInt8], of key: Key) {
        guard peaks.count <= 2 * PeakStore.pairs else { return }
        file.withLock { file in
            guard let file = opened(&file) else { return }
            let ways = 0..<PeakStore.ways
            let free =
                ways.first { way in
                    let slot = read(file, PeakStore.place(key, way))
                    return slot == nil || slot?.key == key
                } ?? Int.random(in: ways)
            let bytes = PeakStore.bytes(key, peaks)
            _ = try? file.writeAll(toAbsoluteOffset: PeakStore.place(key, free), bytes)
        }
    }

    private func opened(_ file: inout FileDescriptor?) -> FileDescriptor? {
        file =
            file
            ?? (try? FileDescriptor.open(
                path, .readWrite, options: [.create, .closeOnExec, .noFollow],
                permissions: .ownerReadWrite))
        return file
    }

    private static func place(_ key: Key, _ way: Int) -> Int64 {
        let mixed = (key.fingerprint ^ UInt64(bitPattern: key.size)) &* 0x9E37_79B9_7F4A_7C15
        let set = Int((mixed >> 32) % UInt64(sets))
        return Int64((set * ways + way) * slot)
    }

    private func read(_ file: FileDescriptor, _ place: Int64) -> (key: Key, peaks: [UInt8])? {
        var bytes = [UInt8](repeating: 0, count: PeakStore.slot)
        let count =
            bytes.withUnsafeMutableBytes {
                try? file.read(fromAbsoluteOffset: place, into: $0)
            } ?? 0
        guard count > PeakStore.head else { return nil }
        let numbers = bytes.withUnsafeBytes { bytes in
            (0..<4).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self) }
        }
        let size = Int(clamping: numbers[2])
        guard (1...(2 * PeakStore.pairs)).contains(size), PeakStore.head + size <= count else {
            return nil
        }
        let peaks = Array(bytes[PeakStore.head..<(PeakStore.head + size)])
        let key = Key(fingerprint: numbers[0], size: Int64(bitPattern: numbers[1]))
        // Half a slot, from a machine that lost power, is none.
        return PeakStore.check(key, peaks) == numbers[3] ? (key, peaks) : nil
    }

    private static func bytes(_ key: Key, _ peaks: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        for number in [
            key.fingerprint, UInt64(bitPattern: key.size), UInt64(peaks.count), check(key, peaks),
        ] {
            withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
        }
        return bytes + peaks
    }

    /// Source: FNV-1a of 64 bits (RFC 9923).
    private static func check(_ key: Key, _ peaks: [UInt8]) -> UInt64 {
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        for number in [key.fingerprint, UInt64(bitPattern: key.size)] {
            sum = (sum ^ number) &* 0x100_0000_01b3
        }
        for byte in peaks { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return sum
    }
}
