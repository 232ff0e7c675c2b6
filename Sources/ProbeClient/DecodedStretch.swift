public import AudiowatchCore
internal import Glibc
internal import ProbeWire

/// What became of a wish for a stretch of sound.
public enum DecodedStretch: Hashable, Sendable {
    /// As many bytes as were asked for: samples, or pairs of least and greatest.
    case bytes([UInt8])
    /// The file cannot be decoded; the reason continues "it cannot be played: ".
    case notDecodable(reason: String)
    /// The helper took longer than the deadline, and was killed.
    case timedOut
    /// Nothing is known of the file: there is no helper.
    case unavailable(String)
}

extension ProbeHelper {
    /// Decodes a stretch of a sound. The helper keeps the sound open: asked again for what follows, it goes on.
    ///
    /// `descriptor` is the open file of `size` bytes, `sound` a number that no other open sound of this helper has.
    /// Over the deadline the helper is killed. Blocks up to `deadline`, and longer while a disk keeps the helper
    /// from dying.
    public func stretch(
        _ stretch: SoundStretch, sound: UInt64, descriptor: CInt, size: Int64, deadline: Duration
    ) -> DecodedStretch {
        lastRequest &+= 1
        let request = StretchRequest(
            id: lastRequest, sound: sound, size: size, demuxer: stretch.container.demuxer,
            first: stretch.first, count: UInt32(clamping: stretch.count),
            rate: UInt32(clamping: stretch.rate), channels: UInt8(clamping: stretch.channels),
            firstChannel: UInt16(clamping: stretch.firstChannel ?? 0),
            bits: UInt8(clamping: stretch.framesEach == nil ? stretch.bits : 8),
            framesEach: UInt32(clamping: stretch.framesEach ?? 0))
        guard let expected = request.answerBytes else {
            return .unavailable("a stretch of \(stretch.count) frames cannot be asked for at once")
        }
        let helper: HelperProcess
        do {
            helper = try ask(descriptor) { request.write(to: &$0) }
        } catch {
            return .unavailable(error.description)
        }
        switch helper.receive(within: deadline, StretchAnswer.init) {
        case .message(let answer) where answer.id == lastRequest:
            if answer.bytes.count == expected { return .bytes(answer.bytes) }
            return .notDecodable(
                reason: answer.reason.isEmpty ? "its decoder gave nothing" : answer.reason)
        case .message, .nonsense:
            lose()
            return .notDecodable(reason: "its decoder gave an answer that makes no sense")
        case .late, .interrupted:
            lose(waits: true)
            return .timedOut
        case .ended:
            let status = lose()
            // SIGXCPU: over its CPU time.
            if let status, status & 0x7F == SIGXCPU { return .timedOut }
            return .notDecodable(reason: "its decoder crashed over it")
        }
    }
}
