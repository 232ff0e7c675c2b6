import Foundation

/// A program like a DAW that plays tracks from a disk: each track has half a second of sound in memory, and is read on
/// whenever there is room for another block. Where a block comes later than the sound lasts, silence is heard.
struct TrackReader {
    /// Holds a file a track, as ``SmallTree`` makes them.
    let folder: String
    let seconds: Int

    /// 48 kHz, stereo, 24 bits.
    private static let bytesASecond: UInt64 = 48_000 * 2 * 3
    private static let block = 256 << 10
    /// Half a second more than one block.
    private static let buffer = UInt64(block) + bytesASecond / 2

    private struct Track {
        var descriptor: Int32
        var size: Int
        var place = 0
        var read: UInt64 = 0
    }

    /// How long a block took, in milliseconds, and how often one came too late.
    func measured() throws(BenchError) -> Figures {
        var tracks: [Track] = []
        defer { for track in tracks { close(track.descriptor) } }
        for path in try files() {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw .system(path) }
            let size = Int(lseek(descriptor, 0, SEEK_END)) / TrackReader.block * TrackReader.block
            tracks.append(Track(descriptor: descriptor, size: size))
        }
        guard !tracks.isEmpty, tracks.allSatisfy({ $0.size > 0 }) else {
            throw BenchError("\(folder) has no file of \(TrackReader.block) bytes and more")
        }
        var memory = [UInt8](repeating: 0, count: TrackReader.block)
        var delays = Delays()
        var late = 0
        let start = nanoseconds()
        let length = UInt64(seconds) * 1_000_000_000
        while nanoseconds() - start < length {
            // Whose sound ends first is read first.
            guard let next = tracks.indices.min(by: { tracks[$0].read < tracks[$1].read })
            else { break }
            let played = (nanoseconds() - start) * TrackReader.bytesASecond / 1_000_000_000
            if tracks[next].read + UInt64(TrackReader.block) > played + TrackReader.buffer {
                usleep(1000)
                continue
            }
            // Out of the page cache: what is measured is the disk. The whole file, since the kernel drops no part of
            // the large pieces that it may keep it in.
            posix_fadvise(tracks[next].descriptor, 0, 0, POSIX_FADV_DONTNEED)
            let asked = nanoseconds()
            let count = pread(
                tracks[next].descriptor, &memory, TrackReader.block, tracks[next].place)
            guard count == TrackReader.block else { throw .system("reading a track") }
            let came = nanoseconds()
            delays.add(came - asked)
            let isFirst = tracks[next].read == 0
            let heard = (came - start) * TrackReader.bytesASecond / 1_000_000_000
            if !isFirst, heard > tracks[next].read { late += 1 }
            tracks[next].read = max(tracks[next].read, isFirst ? 0 : heard)
            tracks[next].read += UInt64(TrackReader.block)
            tracks[next].place = (tracks[next].place + TrackReader.block) % tracks[next].size
        }
        return [("reads", "\(delays.all.count)"), ("late", "\(late)")]
            + delays.figures([50, 99, 99.9])
    }

    private func files() throws(BenchError) -> [String] {
        guard let names = FileManager.default.enumerator(atPath: folder) else {
            throw BenchError("\(folder) cannot be read")
        }
        return names.compactMap { $0 as? String }.sorted().map { folder + "/" + $0 }
            .filter { $0.hasSuffix(".wav") }
    }
}
