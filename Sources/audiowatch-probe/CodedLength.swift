import CFFmpeg

/// The length of compressed sound: what the header claims, held against what the end of the file shows.
enum CodedLength {
    /// Bits a second below which no codec goes, silence included; Opus at its thinnest sends 500.
    private static let thinnest = 100.0

    static func of(
        _ stream: UnsafeMutablePointer<AVStream>, claimed: Double, _ file: FileBytes,
        _ demuxer: Demuxer, name: String
    ) -> Length {
        guard let parameters = stream.pointee.codecpar else { return Length() }
        switch name {
        case "flac":
            return FLACEnd.judge(parameters, claimed: claimed, file)
        case "wv":
            return WavPackEnd.judge(claimed: claimed, file)
        default:
            break
        }
        guard claimed * thinnest / 8 <= Double(file.size) else {
            let held =
                BlockSize.containers.contains(name)
                ? blocks(parameters, claimed: claimed, file, dataStart: demuxer.dataStart)
                : Length()
            return held.suspicions.isEmpty
                ? .impossible(claimed: claimed, size: file.size) : held
        }
        switch name {
        case "ogg":
            var length = OggEnd.judge(claimed: claimed, file)
            // What an Opus decoder needs to get going (RFC 7845, section 4.2).
            length.drop(
                samples: Int64(parameters.pointee.initial_padding),
                atRate: parameters.pointee.sample_rate)
            return length
        case "asf": return ASFHeader.judge(claimed: claimed, file)
        case _ where BlockSize.containers.contains(name):
            return blocks(parameters, claimed: claimed, file, dataStart: demuxer.dataStart)
        case "caf":
            let counted =
                CAFPackets.seconds(file, rate: parameters.pointee.sample_rate) ?? claimed
            let length = index(
                stream, claimed: min(counted, claimed), file, offset: demuxer.dataStart)
            guard length.suspicions.isEmpty else { return length }
            return ALACEnd.judge(stream, length, file, dataStart: demuxer.dataStart)
        default: return index(stream, claimed: claimed, file, offset: 0)
        }
    }

    /// ADPCM and GSM: blocks of one size, each worth the same time.
    private static func blocks(
        _ parameters: UnsafeMutablePointer<AVCodecParameters>, claimed: Double, _ file: FileBytes,
        dataStart: Int64
    ) -> Length {
        let rate = Double(parameters.pointee.sample_rate)
        guard let block = BlockSize(parameters, dataStart: dataStart), rate > 0 else {
            return Length(seconds: claimed)
        }
        let count = max(file.size - dataStart, 0) / block.bytes
        let held = Double(count) * Double(block.samples) / rate
        return claimed > held + Length.tolerance(held)
            ? .cut(claimed: claimed, held: held) : Length(seconds: claimed)
    }

    /// Formats with an index in their header (MP4, TTA, CAF): the last entry must lie inside the file.
    /// `offset` is where positions in the index count from.
    private static func index(
        _ stream: UnsafeMutablePointer<AVStream>, claimed: Double, _ file: FileBytes, offset: Int64
    ) -> Length {
        let count = avformat_index_get_entries_count(stream)
        func isInside(_ entry: CInt) -> Bool {
            guard let packet = avformat_index_get_entry(stream, entry) else { return false }
            let (end, overflow) = packet.pointee.pos.addingReportingOverflow(
                Int64(packet.pointee.size) + offset)
            return !overflow && end <= file.size
        }
        guard count > 0, !isInside(count - 1) else { return Length(seconds: claimed) }
        var (inside, outside): (CInt, CInt) = (0, count - 1)
        while inside < outside {
            let middle = inside + (outside - inside) / 2
            if isInside(middle) { inside = middle + 1 } else { outside = middle }
        }
        let base = stream.pointee.time_base
        guard let packet = avformat_index_get_entry(stream, inside), base.den > 0, base.num > 0
        else {
            return Length(seconds: claimed)
        }
        let held = Double(packet.pointee.timestamp) * Double(base.num) / Double(base.den)
        return .cut(claimed: claimed, held: max(held, 0))
    }
}
