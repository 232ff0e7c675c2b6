import CFFmpeg

/// What a codec's own header says, read by opening its decoder and decoding nothing.
enum Decoder {
    /// Facts that a container may leave to the codec; 0 where unknown.
    struct Facts {
        var sampleRate: CInt = 0
        var channels: CInt = 0
        var bits: CInt = 0
    }

    /// libav's decoders that may touch the bytes; pictures and video are not among them.
    static let allowed = """
        flac,alac,wavpack,tta,ape,als,mlp,truehd,wmalossless,aac,aac_latm,mp3float,mp3,mp2float,mp2,mp1float,\
        mp1,vorbis,opus,speex,libspeex,wmav1,wmav2,wmapro,wmavoice,ac3,eac3,dca,gsm,gsm_ms,qcelp,amrnb,amrwb,\
        qdm2,qdmc,mace3,mace6,g723_1,g726,g726le,g722,truespeech,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,\
        adpcm_swf,adpcm_yamaha,adpcm_g722,adpcm_g726,adpcm_g726le,adpcm_ct,pcm_alaw,pcm_mulaw,pcm_u8,pcm_s8,\
        pcm_s16le,pcm_s16be,pcm_u16le,pcm_u16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f16le,pcm_f24le,\
        pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be
        """

    /// Codecs whose decoder knows the depth, and for FLAC everything, from the header alone.
    static func readsHeader(_ codec: AVCodecID) -> Bool {
        codec == AV_CODEC_ID_FLAC || codec == AV_CODEC_ID_ALAC || codec == AV_CODEC_ID_TTA
    }

    /// Opens the decoder of `stream` on its header and closes it again.
    static func facts(_ parameters: UnsafePointer<AVCodecParameters>) -> Facts {
        var facts = Facts()
        guard let codec = avcodec_find_decoder(parameters.pointee.codec_id),
            let context = avcodec_alloc_context3(codec)
        else {
            return facts
        }
        var freed: UnsafeMutablePointer<AVCodecContext>? = context
        defer { avcodec_free_context(&freed) }
        guard avcodec_parameters_to_context(context, parameters) >= 0 else { return facts }
        context.pointee.thread_count = 1
        guard avcodec_open2(context, codec, nil) >= 0 else { return facts }
        facts.sampleRate = context.pointee.sample_rate
        facts.channels = context.pointee.ch_layout.nb_channels
        facts.bits = context.pointee.bits_per_raw_sample
        return facts
    }
}
