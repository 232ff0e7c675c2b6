import CFFmpeg
import Glibc

/// One opened file: libavformat's context over ``FileBytes``, closed when let go of.
final class Demuxer {
    /// libavformat's context.
    let context: UnsafeMutablePointer<AVFormatContext>
    /// Where the sound begins: the position at which the header ended.
    let dataStart: Int64

    private let io: UnsafeMutablePointer<AVIOContext>
    private let file: FileBytes

    /// Why a file could not be opened: libav's error.
    struct Failure: Error {
        let code: CInt
    }

    /// libav reads in pieces of this many bytes; both ends are memory already.
    private static let pieceSize: CInt = 8192

    /// Bytes that may be read to find out what a header does not say.
    private static let searchLimit: Int64 = 1 << 20

    /// The demuxers that the worker may ask for, by name. Found once: libav looks through some three hundred,
    /// which takes longer than reading a WAV's header. They are constants of its own, never written.
    nonisolated(unsafe) private static let allowed: [String: UnsafePointer<AVInputFormat>] = {
        let names = [
            "wav", "w64", "aiff", "flac", "mp3", "ogg", "mov", "aac", "asf", "caf", "wv", "au",
            "tta",
        ]
        var formats: [String: UnsafePointer<AVInputFormat>] = [:]
        for name in names { formats[name] = av_find_input_format(name) }
        return formats
    }()

    /// Reads the header with the named demuxer and no other.
    init(_ name: String, _ file: FileBytes) throws(Failure) {
        guard let format = Demuxer.allowed[name] else {
            throw Failure(code: audiowatch_error(EINVAL))
        }
        self.file = file
        let opaque = Unmanaged.passUnretained(file).toOpaque()
        guard let buffer = av_malloc(Int(Demuxer.pieceSize)),
            let io = avio_alloc_context(
                buffer.assumingMemoryBound(to: UInt8.self), Demuxer.pieceSize, 0, opaque,
                readFile, nil, seekFile)
        else {
            throw Failure(code: audiowatch_error(ENOMEM))
        }
        self.io = io
        guard let fresh = avformat_alloc_context() else {
            Demuxer.free(io)
            throw Failure(code: audiowatch_error(ENOMEM))
        }
        fresh.pointee.pb = io
        fresh.pointee.flags |= AVFMT_FLAG_CUSTOM_IO
        fresh.pointee.format_whitelist = av_strdup(name)
        fresh.pointee.protocol_whitelist = av_strdup("none")
        fresh.pointee.codec_whitelist = av_strdup(Decoder.allowed)
        fresh.pointee.probesize = Demuxer.searchLimit
        fresh.pointee.max_streams = 64
        fresh.pointee.skip_estimate_duration_from_pts = 1
        audiowatch_seal_context(fresh)
        var opened: UnsafeMutablePointer<AVFormatContext>? = fresh
        let code = avformat_open_input(&opened, nil, format, nil)
        guard code >= 0, let opened else {
            Demuxer.free(io)
            throw Failure(code: code < 0 ? code : audiowatch_invalid_data())
        }
        context = opened
        dataStart = avio_seek(io, 0, SEEK_CUR)
    }

    deinit {
        var closing: UnsafeMutablePointer<AVFormatContext>? = context
        avformat_close_input(&closing)
        Demuxer.free(io)
        withExtendedLifetime(file) {}
    }

    private static func free(_ io: UnsafeMutablePointer<AVIOContext>) {
        // libav may have replaced the buffer it was given.
        av_free(io.pointee.buffer)
        var freed: UnsafeMutablePointer<AVIOContext>? = io
        avio_context_free(&freed)
    }

    /// The first audio stream, or nil.
    var audio: UnsafeMutablePointer<AVStream>? {
        guard let streams = context.pointee.streams else { return nil }
        for index in 0..<Int(context.pointee.nb_streams) {
            if let stream = streams[index], let facts = stream.pointee.codecpar,
                facts.pointee.codec_type == AVMEDIA_TYPE_AUDIO
            {
                return stream
            }
        }
        return nil
    }

    /// Reads packets, and decodes some, until libav knows what the header does not say. Slow: milliseconds.
    func search() {
        avformat_find_stream_info(context, nil)
    }
}

private func readFile(
    _ opaque: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: CInt
) -> CInt {
    guard let opaque else { return audiowatch_end_of_file() }
    return Unmanaged<FileBytes>.fromOpaque(opaque).takeUnretainedValue().readNext(buffer, count)
}

private func seekFile(_ opaque: UnsafeMutableRawPointer?, _ offset: Int64, _ whence: CInt) -> Int64
{
    guard let opaque else { return -1 }
    return Unmanaged<FileBytes>.fromOpaque(opaque).takeUnretainedValue().seek(offset, whence)
}
