import CFFmpeg

/// The size and length of the blocks of ADPCM and GSM in containers whose sound is one run of bytes. Their headers'
/// byte rates, by which libavformat seeks, are often wrong (FFmpeg writes 16,000 for any ADPCM).
struct BlockSize {
    /// Bytes of a block.
    let bytes: Int64
    /// Samples of each channel in it.
    let samples: Int64

    /// Containers whose sound is one run of bytes.
    static let containers = ["wav", "w64", "aiff", "au"]

    /// Nil for other codecs. The container is one of ``containers``.
    init?(_ parameters: UnsafePointer<AVCodecParameters>, dataStart: Int64) {
        let size = parameters.pointee.block_align
        guard size > 0, dataStart >= 0 else { return nil }
        let codecs = [
            AV_CODEC_ID_ADPCM_MS, AV_CODEC_ID_ADPCM_IMA_WAV, AV_CODEC_ID_ADPCM_IMA_QT,
            AV_CODEC_ID_GSM_MS, AV_CODEC_ID_ADPCM_YAMAHA,
        ]
        guard codecs.contains(where: { $0 == parameters.pointee.codec_id }) else { return nil }
        let length = av_get_audio_frame_duration2(
            UnsafeMutablePointer(mutating: parameters), size)
        guard length > 0 else { return nil }
        (bytes, samples) = (Int64(size), Int64(length))
    }
}
