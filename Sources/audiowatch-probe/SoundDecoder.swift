import CFFmpeg
import Glibc
import ProbeWire

/// The samples of one file in the shape that a request asks for, from any frame on.
///
/// Frames are counted at the output's rate from the sound's beginning. Closes its descriptor when let go of.
final class SoundDecoder {
    /// Why there are no samples.
    struct Failure: Error {
        let reason: String
    }

    private let demuxer: Demuxer
    private let codec: CodecContext
    private let converter: SampleConverter
    private let descriptor: CInt
    /// Index of the audio stream and its time base.
    private let stream: (index: CInt, base: AVRational)
    /// The time that the first frame of all claims.
    private var start: Int64
    /// Where packets are blocks of one size and one length, a place in the file is a time.
    private let blocks: BlockSize?
    /// Frames a second that the codec makes.
    private let codedRate: Int64
    private let rate: Int64

    /// Converted samples that nobody has taken yet, and the frame that the first of them belongs to.
    private var ready: [Int32] = []
    private var taken = 0
    private var position: Int64 = 0
    /// Frames before the next one that nobody can know.
    private var silence: Int64 = 0
    /// After a seek the first frame's time says where it stands.
    private var isLost = false
    private var isBegun = false
    private var isAtEnd = false
    /// Packets in a row that could not be decoded.
    private var failures = 0

    /// A seek lands this long before its frame: decoders and resamplers need to get going.
    private static let runUp = 0.25
    /// What lies less than this ahead is decoded through instead of sought.
    private static let near = 1.0
    /// Rates that are believed, in Hz: what is between them and the output's is computed.
    private static let slowest: Int64 = 1_000
    private static let fastest: Int64 = 1_000_000
    /// Packets in a row that may be damaged before the sound counts as ended.
    private static let mostFailures = 200

    /// Opens the file's first audio stream.
    init(_ request: StretchRequest, _ descriptor: CInt) throws(Failure) {
        self.descriptor = descriptor
        let file = FileBytes(
            listenedTo: descriptor, size: request.size, demuxer: request.demuxer)
        do {
            demuxer = try Demuxer(request.demuxer, file)
        } catch {
            close(descriptor)
            throw Failure(reason: "its header is cut or damaged")
        }
        if demuxer.audio?.pointee.codecpar?.pointee.sample_rate ?? 0 <= 0 { demuxer.search() }
        guard let audio = demuxer.audio, let parameters = audio.pointee.codecpar,
            let codec = CodecContext(parameters)
        else {
            close(descriptor)
            throw Failure(reason: "no decoder for its sound")
        }
        self.codec = codec
        stream = (audio.pointee.index, audio.pointee.time_base)
        start = max(audio.pointee.start_time, 0)
        blocks =
            BlockSize.containers.contains(request.demuxer)
            ? BlockSize(parameters, dataStart: demuxer.dataStart) : nil
        codedRate = Int64(parameters.pointee.sample_rate)
        rate = Int64(request.rate)
        guard (SoundDecoder.slowest...SoundDecoder.fastest).contains(codedRate),
            stream.base.num > 0, stream.base.den > 0
        else {
            close(descriptor)
            throw Failure(reason: "it claims a sample rate of \(codedRate) Hz")
        }
        file.openWide()
        converter = SampleConverter(
            rate: CInt(clamping: rate), channels: CInt(request.channels),
            firstChannel: CInt(request.firstChannel))
        for index in 0..<Int(demuxer.context.pointee.nb_streams) where index != Int(stream.index) {
            demuxer.context.pointee.streams?[index]?.pointee.discard = AVDISCARD_ALL
        }
        while ready.isEmpty, !isAtEnd { try decode() }
    }

    deinit {
        close(descriptor)
    }

    private var channels: Int { Int(converter.channels) }

    /// The frame that is read next.
    private var next: Int64 { position + Int64(taken / channels) - silence }

    /// Makes `frame` the next one to be read.
    func seek(to frame: Int64) throws(Failure) {
        if frame < next || frame - next > Int64(Double(rate) * SoundDecoder.near) {
            jump(to: frame)
        }
        try drop(until: frame)
    }

    /// Up to `count` frames, interleaved; none at the end.
    func read(_ count: Int) throws(Failure) -> ArraySlice<Int32> {
        if silence > 0 {
            let frames = Int(min(Int64(count), silence))
            silence -= Int64(frames)
            return [Int32](repeating: 0, count: frames * channels)[...]
        }
        if taken == ready.count {
            position += Int64(taken / channels)
            ready.removeAll(keepingCapacity: true)
            taken = 0
            try fetch()
        }
        let end = min(ready.count, taken + count * channels)
        defer { taken = end }
        return ready[taken..<end]
    }

    private func fetch() throws(Failure) {
        while ready.isEmpty, !isAtEnd { try decode() }
    }

    private func drop(until frame: Int64) throws(Failure) {
        if ready.isEmpty { try fetch() }
        // The seek came too late: what it passed over is silent.
        silence = max(position - frame, 0)
        while next < frame {
            if try read(Int(clamping: min(frame - next, 1 << 20))).isEmpty { return }
        }
    }

    /// Sets the demuxer to shortly before a frame, or back to the beginning.
    private func jump(to frame: Int64) {
        let seconds = max(0, Double(frame) / Double(rate) - SoundDecoder.runUp)
        codec.flush()
        converter.reset()
        ready.removeAll(keepingCapacity: true)
        (taken, position, silence, failures) = (0, 0, 0, 0)
        isAtEnd = false
        isLost = false
        if let blocks {
            let block = Int64(clampingDouble: seconds * Double(codedRate)) / blocks.samples
            let offset = demuxer.dataStart + block * blocks.bytes
            if av_seek_frame(demuxer.context, stream.index, offset, AVSEEK_FLAG_BYTE) >= 0 {
                position = av_rescale(block * blocks.samples, rate, codedRate)
                return
            }
        }
        let base = Double(stream.base.den) / Double(stream.base.num)
        let time = start + Int64(clampingDouble: seconds * base)
        if seconds > 0,
            av_seek_frame(demuxer.context, stream.index, time, AVSEEK_FLAG_BACKWARD) >= 0
        {
            isLost = true
            return
        }
        if av_seek_frame(demuxer.context, stream.index, start, AVSEEK_FLAG_BACKWARD) < 0 {
            _ = av_seek_frame(demuxer.context, stream.index, 0, AVSEEK_FLAG_BYTE)
        }
    }

    /// Decodes one packet more.
    private func decode() throws(Failure) {
        let packet = codec.packet
        while av_read_frame(demuxer.context, packet) >= 0 {
            defer { av_packet_unref(packet) }
            guard packet.pointee.stream_index == stream.index else { continue }
            if avcodec_send_packet(codec.context, packet) < 0 {
                failures += 1
                if failures > SoundDecoder.mostFailures { return end() }
                continue
            }
            try receive()
            return
        }
        _ = avcodec_send_packet(codec.context, nil)
        try receive()
        end()
    }

    private func end() {
        isAtEnd = true
        converter.finish(into: &ready)
    }

    /// Converts every frame that the decoder has.
    private func receive() throws(Failure) {
        while avcodec_receive_frame(codec.context, codec.frame) >= 0 {
            defer { av_frame_unref(codec.frame) }
            failures = 0
            if !isBegun { begin(codec.frame) }
            var skipped = 0
            if isLost { skipped = find(codec.frame) }
            guard converter.add(codec.frame, skipping: skipped, into: &ready) else {
                throw Failure(reason: "its sound has a shape that cannot be played")
            }
        }
    }

    /// Sets the position by the time of the first frame after a seek; returns the samples to leave out, so that
    /// the resampler starts where an output frame and an input frame fall together.
    private func find(_ frame: UnsafeMutablePointer<AVFrame>) -> Int {
        isLost = false
        let time = frame.pointee.best_effort_timestamp
        guard time != audiowatch_no_time() else { return 0 }
        var sample = av_rescale_q(
            max(time - start, 0), stream.base, AVRational(num: 1, den: CInt(clamping: codedRate)))
        let length = Int64(frame.pointee.nb_samples)
        let isCoarse = Int64(stream.base.den) < codedRate * Int64(stream.base.num)
        // Times in milliseconds: the frame begins at the nearest whole one.
        if isCoarse, length > 0 { sample = (sample + length / 2) / length * length }
        let unit = codedRate / greatestCommonDivisor(codedRate, rate)
        let skipped = min((unit - sample % unit) % unit, length)
        position = av_rescale(sample + skipped, rate, codedRate)
        return Int(skipped)
    }

    /// The first frame of all says what time the sound begins at.
    private func begin(_ frame: UnsafeMutablePointer<AVFrame>) {
        isBegun = true
        let time = frame.pointee.best_effort_timestamp
        if time != audiowatch_no_time() { start = time }
    }

    private func greatestCommonDivisor(_ one: Int64, _ other: Int64) -> Int64 {
        var (one, other) = (one, other)
        while other > 0 { (one, other) = (other, one % other) }
        return max(one, 1)
    }
}

extension Int64 {
    /// The nearest one to a number that may be anything.
    fileprivate init(clampingDouble number: Double) {
        self = number.isNaN ? 0 : Int64(exactly: number.rounded()) ?? (number > 0 ? .max / 4 : 0)
    }
}
