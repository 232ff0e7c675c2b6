import CFFmpeg

/// The length of uncompressed sound: bytes over bytes a second. The header's word for the bytes counts
/// only as far as the file bears it out.
enum PCMLength {
    /// True when the container holds samples of one size in a row.
    static func applies(
        to parameters: UnsafeMutablePointer<AVCodecParameters>, name: String
    ) -> Bool {
        ["wav", "w64", "aiff", "caf", "au"].contains(name)
            && av_get_exact_bits_per_sample(parameters.pointee.codec_id) > 0
    }

    static func of(
        _ parameters: UnsafeMutablePointer<AVCodecParameters>, claimed: Double?, _ file: FileBytes,
        dataStart: Int64, name: String
    ) -> Length {
        let rate = Int64(parameters.pointee.sample_rate)
        let bits = Int64(av_get_exact_bits_per_sample(parameters.pointee.codec_id))
        let (frameBits, tooWide) = bits.multipliedReportingOverflow(
            by: Int64(parameters.pointee.ch_layout.nb_channels))
        guard rate > 0, frameBits > 0, !tooWide, dataStart >= 0, dataStart <= file.size else {
            return Length()
        }
        func seconds(_ bytes: Int64) -> Double {
            (Double(bytes) * 8 / Double(frameBits)).rounded(.down) / Double(rate)
        }
        let available = file.size - dataStart
        let held = seconds(available)
        switch claim(file, dataStart: dataStart, name: name) {
        case .untilEnd:
            return Length(seconds: held)
        case .unfinished(let word):
            guard available > 0 else { return Length(seconds: 0) }
            var length = Length(seconds: held)
            let claimed = Length.text(Double(word) * 8 / Double(frameBits) / Double(rate))
            length.suspicions = [
                "its data size is \(word) (\(claimed)), as a recorder leaves it that was interrupted;"
                    + " the bytes hold \(Length.text(held))"
            ]
            return length
        case .bytes(let bytes):
            guard bytes <= available else {
                // A last sample that is cut short is no news.
                let whole = seconds(bytes)
                return whole == held
                    ? Length(seconds: held) : .cut(claimed: whole, held: held)
            }
            let whole = seconds(bytes)
            let rest = available - bytes
            if held - whole <= Length.tolerance(whole)
                || RIFFChunks.fill(file, from: dataStart + bytes, rest: rest, name: name)
            {
                return Length(seconds: whole)
            }
            var length = Length(seconds: held)
            length.suspicions = [
                "the header claims \(Length.text(whole)), the bytes hold \(Length.text(held))"
            ]
            return length
        case .unknown:
            guard let claimed else { return Length(seconds: held) }
            return claimed > held + 1 / Double(rate)
                ? .cut(claimed: claimed, held: held) : Length(seconds: claimed)
        }
    }

    /// What a header says of the bytes of sound behind it.
    private enum Claim {
        /// That many.
        case bytes(Int64)
        /// All there are, on purpose.
        case untilEnd
        /// A placeholder that was never filled in.
        case unfinished(UInt64)
        /// Nothing here; libavformat may know.
        case unknown
    }

    /// Reads the size that stands right before the sound in all of these formats.
    private static func claim(_ file: FileBytes, dataStart: Int64, name: String) -> Claim {
        switch name {
        case "wav":
            let header = file.bytes(at: dataStart - 8, count: 8)
            guard header.count == 8, header.starts(with: "data".utf8) else { return .unknown }
            let isBig = file.head.starts(with: "RIFX".utf8)
            let size = isBig ? big(header[4...]) : little(header[4...])
            if size == 0xFFFF_FFFF {
                // RF64 and BW64 keep the size elsewhere, and libavformat has read it.
                return file.head.starts(with: "RIFF".utf8) || isBig ? .unfinished(size) : .unknown
            }
            return size == 0 ? .unfinished(0) : .bytes(Int64(size))
        case "w64":
            let size = little(file.bytes(at: dataStart - 8, count: 8)[...])
            return size <= 24 || size > UInt64(Int64.max)
                ? .unfinished(size) : .bytes(Int64(size) - 24)
        case "aiff":
            let header = file.bytes(at: dataStart - 16, count: 16)
            guard header.count == 16, header.starts(with: "SSND".utf8) else { return .unknown }
            let size = big(header[4..<8])
            return size <= 8 || size == 0xFFFF_FFFF ? .unfinished(size) : .bytes(Int64(size) - 8)
        case "caf":
            let header = file.bytes(at: dataStart - 16, count: 12)
            guard header.count == 12, header.starts(with: "data".utf8) else { return .unknown }
            let size = big(header[4...])
            return size < 4 || size > UInt64(Int64.max) ? .untilEnd : .bytes(Int64(size) - 4)
        case "au":
            let size = big(file.bytes(at: 8, count: 4)[...])
            return size == 0xFFFF_FFFF || size == 0 ? .untilEnd : .bytes(Int64(size))
        default:
            return .unknown
        }
    }

    private static func big(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func little(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// Chunks behind the sound: names of four printable letters and sizes that lead to the end of the file.
/// A data size that wrapped at 4 GiB or was never finished is followed by samples, not by these.
enum RIFFChunks {
    /// More chunks than this behind the sound are not believed.
    private static let most = 64

    static func fill(_ file: FileBytes, from start: Int64, rest: Int64, name: String) -> Bool {
        switch name {
        case "wav", "aiff":
            // Not every writer pads an odd chunk.
            return walk(file, from: start + (start & 1), name) || walk(file, from: start, name)
        default:
            // W64, CAF and AU: one chunk of 64-bit sizes, which do not wrap.
            return true
        }
    }

    private static func walk(_ file: FileBytes, from start: Int64, _ name: String) -> Bool {
        var offset = start
        for _ in 0..<most {
            guard file.size - offset >= 8 else { return true }
            let header = file.bytes(at: offset, count: 8)
            guard header.count == 8, header[..<4].allSatisfy({ (0x20...0x7E).contains($0) }) else {
                return false
            }
            let size = header[4...]
            let length =
                name == "aiff"
                ? size.reduce(Int64(0)) { $0 << 8 | Int64($1) }
                : size.reversed().reduce(Int64(0)) { $0 << 8 | Int64($1) }
            let (end, overflow) = (offset + 8).addingReportingOverflow(length)
            guard !overflow, end <= file.size else { return false }
            offset = end + (length & 1)
        }
        return false
    }
}
