import CFFmpeg

/// MPEG audio frames counted by libav's parser over the bytes in memory; nothing is decoded.
struct MPEGStream {
    /// Samples a second.
    let sampleRate: CInt
    /// Channels.
    let channels: CInt
    /// Which layer.
    let codec: AVCodecID
    /// Mean bits a second of the frames seen.
    let bitRate: Int64
    /// Samples of the frames seen.
    private(set) var samples: Int64 = 0
    /// True when the frames seen are all there are.
    let isWhole: Bool

    /// Bytes that are read where the sound begins behind the head: about ten frames of the largest.
    private static let glance = 16_384

    /// Parses from where the sound begins; nil when the parser recognises nothing.
    init?(_ file: FileBytes, dataStart: Int64) {
        guard let parser = av_parser_init(CInt(AV_CODEC_ID_MP3.rawValue)) else { return nil }
        defer { av_parser_close(parser) }
        guard let context = avcodec_alloc_context3(nil) else { return nil }
        var freed: UnsafeMutablePointer<AVCodecContext>? = context
        defer { avcodec_free_context(&freed) }
        context.pointee.codec_id = AV_CODEC_ID_MP3
        isWhole = file.isWholeInMemory

        func parse(_ piece: UnsafeRawBufferPointer) -> Int64 {
            var counted: Int64 = 0
            var rest = piece.bindMemory(to: UInt8.self)[...]
            while !rest.isEmpty {
                var frame: UnsafeMutablePointer<UInt8>?
                var length: CInt = 0
                let part = UnsafeBufferPointer(rebasing: rest)
                let used = av_parser_parse2(
                    parser, context, &frame, &length, part.baseAddress,
                    CInt(clamping: part.count), audiowatch_no_time(), audiowatch_no_time(), 0)
                guard used > 0 || length > 0 else { break }
                if length > 0 { counted += Int64(max(parser.pointee.duration, 0)) }
                rest = rest.dropFirst(Int(max(used, 0)))
            }
            return counted
        }

        var counted: Int64 = 0
        let pieces = file.inMemory(from: dataStart)
        if let first = pieces.first, dataStart < Int64(file.head.count) {
            counted = parse(first)
            if isWhole, let second = pieces.dropFirst().first { counted += parse(second) }
        } else {
            // The parser may look a few bytes past the end of what it is given.
            let padding = [UInt8](repeating: 0, count: Int(AV_INPUT_BUFFER_PADDING_SIZE))
            let bytes = file.bytes(at: dataStart, count: MPEGStream.glance)
            let count = bytes.count
            counted = (bytes + padding).withUnsafeBytes {
                parse(UnsafeRawBufferPointer(rebasing: $0[..<count]))
            }
        }
        sampleRate = context.pointee.sample_rate
        channels = context.pointee.ch_layout.nb_channels
        codec = context.pointee.codec_id
        bitRate = context.pointee.bit_rate
        // The parser was told of MP3; of another layer it believes the second header, and counts from there.
        let missed: Int64 = codec == AV_CODEC_ID_MP2 ? 1152 : codec == AV_CODEC_ID_MP1 ? 384 : 0
        samples = counted > 0 ? counted + missed : 0
        guard sampleRate > 0, channels > 0 else { return nil }
    }
}
