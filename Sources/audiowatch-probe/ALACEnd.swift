import CFFmpeg

/// How much of the last ALAC packet in a CAF file is sound. Writers that count whole packets (FFmpeg's)
/// claim up to 93 ms too much.
///
/// Source: Apple's reference decoder, `ALACDecoder::Decode`: 3 bits of tag, 4 of instance, 12 unused, then a
/// flag that 32 bits of sample count follow, three bits later.
enum ALACEnd {
    static func judge(
        _ stream: UnsafeMutablePointer<AVStream>, _ length: Length, _ file: FileBytes,
        dataStart: Int64
    ) -> Length {
        let base = stream.pointee.time_base
        let count = avformat_index_get_entries_count(stream)
        guard let parameters = stream.pointee.codecpar, let claimed = length.seconds,
            parameters.pointee.codec_id == AV_CODEC_ID_ALAC, parameters.pointee.sample_rate > 0,
            base.num > 0, base.den > 0, count > 0,
            let last = avformat_index_get_entry(stream, count - 1)
        else {
            return length
        }
        let (start, overflow) = dataStart.addingReportingOverflow(last.pointee.pos)
        let header = overflow ? [] : file.bytes(at: start, count: 7)
        let bits = header.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard header.count == 7, bits >> 36 & 1 == 1 else { return length }
        let samples = Double(bits >> 1 & 0xFFFF_FFFF) / Double(parameters.pointee.sample_rate)
        let before = Double(last.pointee.timestamp) * Double(base.num) / Double(base.den)
        // Only ever less, and never the whole last packet.
        return before >= 0 && before + samples < claimed
            ? Length(seconds: before + samples) : length
    }
}
