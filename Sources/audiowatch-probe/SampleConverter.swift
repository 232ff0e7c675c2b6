import CFFmpeg

/// Turns decoded frames of any shape into interleaved 32-bit samples of one rate, folded down to one or two channels.
///
/// Up to eight channels are folded down by libswresample with the coefficients of their layout; of more, or where
/// a pair was chosen, two are picked.
final class SampleConverter {
    /// Frames a second and channels of what comes out.
    let rate: CInt
    let channels: CInt
    /// The first channel of the pair, counted from 1; 0 for all folded down.
    private let firstChannel: CInt

    private var resampler: OpaquePointer?
    /// What the resampler was made for.
    private var shape: (format: CInt, rate: CInt, channels: CInt) = (-1, 0, 0)
    /// Channels that come out of the resampler.
    private var mixed: CInt = 0
    private var room: [Int32] = []

    /// Most channels that libswresample takes. Source: SWR_CH_MAX in swresample_internal.h.
    private static let mostChannels: CInt = 64
    /// Most channels that are folded down: there is no layout of more.
    private static let mostFolded: CInt = 8

    init(rate: CInt, channels: CInt, firstChannel: CInt) {
        self.rate = rate
        self.channels = channels
        self.firstChannel = firstChannel
    }

    deinit {
        swr_free(&resampler)
    }

    /// Forgets what it holds: the next frame stands elsewhere.
    func reset() {
        swr_free(&resampler)
        shape = (-1, 0, 0)
    }

    /// Converts a frame without its first `skipped` samples; false for a shape that cannot be converted.
    func add(
        _ frame: UnsafeMutablePointer<AVFrame>, skipping skipped: Int, into ready: inout [Int32]
    ) -> Bool {
        let found = (
            format: frame.pointee.format, rate: frame.pointee.sample_rate,
            channels: frame.pointee.ch_layout.nb_channels
        )
        if resampler == nil || found != shape {
            finish(into: &ready)
            guard prepare(frame) else { return false }
            shape = found
        }
        let count = Int(frame.pointee.nb_samples) - skipped
        guard count > 0, let data = frame.pointee.extended_data else { return true }
        let format = AVSampleFormat(rawValue: found.format)
        let isPlanar = av_sample_fmt_is_planar(format) != 0
        let width = Int(av_get_bytes_per_sample(format)) * (isPlanar ? 1 : Int(found.channels))
        let planes = isPlanar ? Int(found.channels) : 1
        var starts = (0..<planes).map { plane in
            data[plane].map { UnsafePointer($0 + skipped * width) }
        }
        return starts.withUnsafeMutableBufferPointer {
            convert($0.baseAddress, CInt(clamping: count), into: &ready)
        }
    }

    /// Hands over what the resampler still holds.
    func finish(into ready: inout [Int32]) {
        guard resampler != nil else { return }
        while true {
            let before = ready.count
            guard convert(nil, 0, into: &ready), ready.count > before else { return }
        }
    }

    private func prepare(_ frame: UnsafeMutablePointer<AVFrame>) -> Bool {
        swr_free(&resampler)
        let count = frame.pointee.ch_layout.nb_channels
        guard (1...SampleConverter.mostChannels).contains(count), frame.pointee.sample_rate > 0
        else {
            return false
        }
        var (from, to) = (AVChannelLayout(), AVChannelLayout())
        defer {
            av_channel_layout_uninit(&from)
            av_channel_layout_uninit(&to)
        }
        let picks = firstChannel > 0 || count > SampleConverter.mostFolded
        mixed = picks ? count : channels
        if av_channel_layout_check(&frame.pointee.ch_layout) == 1,
            frame.pointee.ch_layout.order != AV_CHANNEL_ORDER_UNSPEC
        {
            guard av_channel_layout_copy(&from, &frame.pointee.ch_layout) >= 0 else { return false }
        } else {
            av_channel_layout_default(&from, count)
        }
        if picks {
            guard av_channel_layout_copy(&to, &from) >= 0 else { return false }
        } else {
            av_channel_layout_default(&to, channels)
        }
        let made = swr_alloc_set_opts2(
            &resampler, &to, AV_SAMPLE_FMT_S32, rate, &from,
            AVSampleFormat(rawValue: frame.pointee.format), frame.pointee.sample_rate, 0, nil)
        return made >= 0 && swr_init(resampler) >= 0
    }

    private func convert(
        _ data: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ count: CInt,
        into ready: inout [Int32]
    ) -> Bool {
        let expected = swr_get_out_samples(resampler, count)
        guard expected >= 0 else { return false }
        let frames = max(Int(expected), 1)
        let size = frames * Int(mixed)
        if room.count < size { room = [Int32](repeating: 0, count: size) }
        let got = room.withUnsafeMutableBytes { bytes in
            var output: UnsafeMutablePointer<UInt8>? =
                bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return swr_convert(resampler, &output, CInt(clamping: frames), data, count)
        }
        guard got >= 0 else { return false }
        take(Int(got), into: &ready)
        return true
    }

    /// Takes over the channels that are wanted.
    private func take(_ frames: Int, into ready: inout [Int32]) {
        guard mixed != channels || firstChannel > 1 else {
            ready.append(contentsOf: room[..<(frames * Int(mixed))])
            return
        }
        let first = Int(min(max(firstChannel, 1), mixed)) - 1
        for frame in 0..<frames {
            for channel in 0..<Int(channels) {
                ready.append(room[frame * Int(mixed) + min(first + channel, Int(mixed) - 1)])
            }
        }
    }
}
