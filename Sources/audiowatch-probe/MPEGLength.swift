import CFFmpeg

/// The length of MPEG audio: the Xing header's word where the bytes agree with it, else the frames that
/// were counted, else an estimate from the bit rate.
enum MPEGLength {
    /// Bits a second of the thinnest stream the standard knows.
    private static let thinnest = 8000.0

    static func of(
        _ stream: MPEGStream, _ claimed: Double?, _ file: FileBytes, _ dataStart: Int64
    ) -> Length {
        let xing = XingHeader(file, before: dataStart)
        if let xing {
            let held = file.size - xing.offset
            if let bytes = xing.bytes, bytes > 0, Double(held) < 0.98 * Double(bytes),
                let frames = xing.frames
            {
                let whole = Double(frames) * samplesPerFrame(stream) / Double(stream.sampleRate)
                return .cut(
                    claimed: whole, held: whole * Double(held) / Double(bytes), isEstimated: true)
            }
        }
        if let claimed {
            guard claimed * thinnest / 8 <= Double(file.size) else {
                return .impossible(claimed: claimed, size: file.size)
            }
            var length = Length(seconds: claimed)
            length.drop(samples: xing?.silentSamples ?? 0, atRate: stream.sampleRate)
            return length
        }
        if stream.isWhole {
            return Length(seconds: Double(stream.samples) / Double(stream.sampleRate))
        }
        guard stream.bitRate > 0 else { return Length() }
        let bytes = file.size - dataStart - trailingTag(file)
        return Length(estimated: Double(max(bytes, 0)) * 8 / Double(stream.bitRate))
    }

    private static func samplesPerFrame(_ stream: MPEGStream) -> Double {
        if stream.codec == AV_CODEC_ID_MP1 { return 384 }
        return stream.codec == AV_CODEC_ID_MP3 && stream.sampleRate < 32_000 ? 576 : 1152
    }

    /// 128 where an ID3v1 tag ends the file.
    private static func trailingTag(_ file: FileBytes) -> Int64 {
        file.bytes(at: file.size - 128, count: 3) == Array("TAG".utf8) ? 128 : 0
    }
}

/// The first frame of most MP3 files is silent and says how many follow.
/// Sources: "XING variable bitrate SDK": four flags, then frames, bytes, a table of contents and quality, as
/// far as flagged, big-endian. "Mp3 Info Tag rev 1" (gabriel.mp3-tech.org/mp3infotag.html) for what LAME adds.
struct XingHeader {
    /// Where the header's word stands in the file.
    let offset: Int64
    /// Frames that follow.
    let frames: UInt32?
    /// Bytes from this frame to the end of the sound.
    let bytes: UInt32?
    /// Samples of all channels' frames that the encoder added and no decoder plays; 0 where it does not say.
    private(set) var silentSamples: Int64 = 0

    /// Samples that any decoder is late by: it drops as many more at the start, and needs as many at the end.
    private static let decoderDelay: Int64 = 529

    /// Longest frame that may carry it: 320 kb/s at 32 kHz, and padding.
    private static let longestFrame: Int64 = 1441

    /// Looks in the frame that ends at `dataStart`, where libavformat leaves off after such a header.
    init?(_ file: FileBytes, before dataStart: Int64) {
        let start = max(0, dataStart - XingHeader.longestFrame)
        let frame = file.bytes(at: start, count: Int(dataStart - start))
        let words = [Array("Xing".utf8), Array("Info".utf8)]
        guard frame.count >= 16,
            let found = (0...(frame.count - 16)).last(where: { index in
                (frame[index] == 0x58 || frame[index] == 0x49)
                    && words.contains(Array(frame[index..<(index + 4)]))
            })
        else {
            return nil
        }
        func number(_ at: Int) -> UInt32 {
            frame[at..<(at + 4)].reduce(0) { $0 << 8 | UInt32($1) }
        }
        let flags = number(found + 4)
        offset = start + Int64(found)
        frames = flags & 1 != 0 ? number(found + 8) : nil
        bytes = flags & 3 == 3 ? number(found + 12) : nil
        let lengths: [(flag: UInt32, bytes: Int)] = [(1, 4), (2, 4), (4, 100), (8, 4)]
        let encoder = found + 8 + lengths.reduce(0) { $0 + (flags & $1.flag != 0 ? $1.bytes : 0) }
        guard encoder + 24 <= frame.count,
            XingHeader.encoders.contains(Array(frame[encoder..<(encoder + 4)]))
        else { return }
        let silence = Int64(number(encoder + 20) & 0xFF_FFFF)
        silentSamples =
            silence >> 12 + XingHeader.decoderDelay
            + max(0, silence & 0xFFF - XingHeader.decoderDelay)
    }

    /// Those that say how many samples they added.
    private static let encoders = ["LAME", "Lavf", "Lavc"].map { Array($0.utf8) }
}
