import CFFmpeg

/// An open decoder with its packet and frame, freed when let go of.
final class CodecContext {
    /// libavcodec's context.
    let context: UnsafeMutablePointer<AVCodecContext>
    /// Where packets are read to.
    let packet: UnsafeMutablePointer<AVPacket>
    /// Where frames are decoded to.
    let frame: UnsafeMutablePointer<AVFrame>

    /// Opens the decoder of a stream; nil where there is none, or not among ``Decoder/allowed``.
    init?(_ parameters: UnsafePointer<AVCodecParameters>) {
        guard let codec = avcodec_find_decoder(parameters.pointee.codec_id),
            let context = avcodec_alloc_context3(codec)
        else {
            return nil
        }
        context.pointee.codec_whitelist = av_strdup(Decoder.allowed)
        context.pointee.thread_count = 1
        guard avcodec_parameters_to_context(context, parameters) >= 0,
            avcodec_open2(context, codec, nil) >= 0, let packet = av_packet_alloc(),
            let frame = av_frame_alloc()
        else {
            var freed: UnsafeMutablePointer<AVCodecContext>? = context
            avcodec_free_context(&freed)
            return nil
        }
        self.context = context
        self.packet = packet
        self.frame = frame
    }

    deinit {
        var freedContext: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&freedContext)
        var freedPacket: UnsafeMutablePointer<AVPacket>? = packet
        av_packet_free(&freedPacket)
        var freedFrame: UnsafeMutablePointer<AVFrame>? = frame
        av_frame_free(&freedFrame)
    }

    /// Forgets what it has begun: the next packet stands elsewhere.
    func flush() {
        avcodec_flush_buffers(context)
    }
}
