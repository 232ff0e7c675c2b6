import CFFmpeg

/// What is known of the first audio stream, by the cheapest way that gives what ffprobe gives.
///
/// `avformat_find_stream_info` decodes; it takes milliseconds and a WAV 59 times as long as opening it. So
/// it runs only where header, decoder header and frame headers leave something open.
struct StreamFacts {
    /// Samples a second; 0 when unknown.
    var sampleRate: CInt
    /// Channels; 0 when unknown.
    var channels: CInt
    /// Bits a sample of PCM and lossless codecs; 0 for others.
    var bits: CInt
    /// libavcodec's name.
    var codec: String
    /// How long it plays.
    var length: Length

    /// Asks the demuxer, which has an audio stream.
    init(_ demuxer: Demuxer, _ file: FileBytes, name: String) {
        sampleRate = 0
        channels = 0
        bits = 0
        codec = ""
        length = Length()
        switch name {
        case "mp3": readMPEG(demuxer, file)
        case "aac": readADTS(demuxer, file)
        default: break
        }
        if sampleRate == 0 || channels == 0 { readHeader(demuxer, file, name: name) }
    }

    /// MPEG audio: rate, channels and codec stand in every frame.
    private mutating func readMPEG(_ demuxer: Demuxer, _ file: FileBytes) {
        guard let stream = demuxer.audio,
            let found = MPEGStream(file, dataStart: demuxer.dataStart)
        else {
            return
        }
        sampleRate = found.sampleRate
        channels = found.channels
        codec = String(cString: avcodec_get_name(found.codec))
        length = MPEGLength.of(found, StreamFacts.seconds(stream), file, demuxer.dataStart)
    }

    /// ADTS above 24 kHz: rate and channels stand in every frame. Below, SBR may double both.
    private mutating func readADTS(_ demuxer: Demuxer, _ file: FileBytes) {
        guard let found = ADTSStream(file, dataStart: demuxer.dataStart) else { return }
        if found.isPlain {
            sampleRate = found.sampleRate
            channels = found.channels
            codec = "aac"
        } else {
            demuxer.search()
            if let facts = demuxer.audio?.pointee.codecpar {
                sampleRate = facts.pointee.sample_rate
                channels = facts.pointee.ch_layout.nb_channels
                codec = String(cString: avcodec_get_name(facts.pointee.codec_id))
            }
        }
        length = found.length
    }

    /// All other formats: the container's header, then the codec's, then a search.
    private mutating func readHeader(_ demuxer: Demuxer, _ file: FileBytes, name: String) {
        guard let first = demuxer.audio, let parameters = first.pointee.codecpar else { return }
        take(parameters)
        var seconds = StreamFacts.seconds(first)
        let bytesTellLength = PCMLength.applies(to: parameters, name: name)
        let isOpen = sampleRate == 0 || channels == 0 || mayBeDoubled(parameters, name: name)
        if isOpen || (seconds == nil && !bytesTellLength) {
            demuxer.search()
            guard let stream = demuxer.audio, let parameters = stream.pointee.codecpar else {
                return
            }
            take(parameters)
            seconds = StreamFacts.seconds(stream) ?? StreamFacts.seconds(demuxer.context)
            if demuxer.context.pointee.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE {
                length.isEstimated = true
            }
        }
        guard let stream = demuxer.audio, let parameters = stream.pointee.codecpar else { return }
        let isEstimated = length.isEstimated
        if bytesTellLength {
            length = PCMLength.of(
                parameters, claimed: seconds, file, dataStart: demuxer.dataStart, name: name)
        } else if let seconds {
            length = CodedLength.of(stream, claimed: seconds, file, demuxer, name: name)
            length.isEstimated = length.isEstimated || isEstimated
        }
    }

    private mutating func take(_ parameters: UnsafeMutablePointer<AVCodecParameters>) {
        sampleRate = parameters.pointee.sample_rate
        channels = parameters.pointee.ch_layout.nb_channels
        codec = String(cString: avcodec_get_name(parameters.pointee.codec_id))
        bits = parameters.pointee.bits_per_raw_sample
        let id = parameters.pointee.codec_id
        if Decoder.readsHeader(id), bits == 0 || sampleRate == 0 || channels == 0 {
            let facts = Decoder.facts(parameters)
            if sampleRate == 0 { sampleRate = facts.sampleRate }
            if channels == 0 { channels = facts.channels }
            if bits == 0 { bits = facts.bits }
        }
        if bits == 0 { bits = av_get_bits_per_sample(id) }
        if bits == 0, id == AV_CODEC_ID_WAVPACK { bits = parameters.pointee.bits_per_coded_sample }
    }

    /// True for AAC that may carry SBR or parametric stereo, which double what its header says.
    /// Source: ISO/IEC 14496-3 §1.6.2.1: five bits of object type, four of frequency index.
    private func mayBeDoubled(
        _ parameters: UnsafeMutablePointer<AVCodecParameters>, name: String
    ) -> Bool {
        // Coded sound says itself what it is; a WAV's header may differ, and that of an MP4 says two channels
        // of any sound (ISO/IEC 14496-12 of 2005).
        let id = parameters.pointee.codec_id
        if id == AV_CODEC_ID_MP3, name == "wav" || name == "mov" { return true }
        if id == AV_CODEC_ID_MP2 || id == AV_CODEC_ID_VORBIS, name == "mov" { return true }
        guard parameters.pointee.codec_id == AV_CODEC_ID_AAC else { return false }
        guard parameters.pointee.extradata_size >= 2, let header = parameters.pointee.extradata
        else {
            return true
        }
        let word = UInt16(header[0]) << 8 | UInt16(header[1])
        let (type, frequency) = (word >> 11, word >> 7 & 15)
        return type == 5 || type == 29 || type == 31 || frequency >= 6
    }

    private static func seconds(_ stream: UnsafeMutablePointer<AVStream>) -> Double? {
        let (length, base) = (stream.pointee.duration, stream.pointee.time_base)
        guard length != audiowatch_no_time(), length >= 0, base.num > 0, base.den > 0 else {
            return nil
        }
        return Double(length) * Double(base.num) / Double(base.den)
    }

    private static func seconds(_ context: UnsafeMutablePointer<AVFormatContext>) -> Double? {
        let length = context.pointee.duration
        guard length != audiowatch_no_time(), length >= 0 else { return nil }
        return Double(length) / Double(audiowatch_time_base())
    }
}
