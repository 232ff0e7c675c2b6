import CFFmpeg
import Glibc
import ProbeWire

/// From one request to one answer.
enum Examination {
    /// Slowest rate believed. Telephones use 8,000; a WAV at 1 Hz claims hours in a few kilobytes.
    private static let slowestRate: CInt = 1000

    /// Reads the file's properties. Never fails: what is wrong stands in the answer.
    static func answer(_ request: Request, _ file: FileBytes) -> Answer {
        let demuxer: Demuxer
        do {
            demuxer = try Demuxer(request.demuxer, file)
        } catch {
            return failure(request, file, text(of: error.code))
        }
        guard demuxer.audio != nil else { return failure(request, file, "no audio stream in it") }
        var facts = StreamFacts(demuxer, file, name: request.demuxer)
        guard let stream = demuxer.audio, facts.sampleRate > 0, facts.channels > 0 else {
            return failure(request, file, "no sound in its audio stream")
        }
        guard file.failure == 0 else { return failure(request, file, "") }

        var answer = Answer(id: request.id, status: .properties)
        answer.sampleRate = UInt32(clamping: facts.sampleRate)
        answer.channels = UInt16(clamping: facts.channels)
        answer.bits = UInt16(clamping: facts.bits)
        answer.codec = facts.codec
        answer.tags = TagTexts.of(demuxer.context, stream)
        answer.chunks = HeldChunks.facts(
            file, name: request.demuxer,
            seconds: facts.length.isEstimated ? nil : facts.length.seconds)
        if facts.sampleRate < slowestRate {
            facts.length = Length()
            answer.suspicions.append("it claims a sample rate of \(facts.sampleRate) Hz")
        }
        answer.suspicions += facts.length.suspicions
        answer.isEstimated = facts.length.isEstimated
        if let seconds = facts.length.seconds, seconds.isFinite, seconds >= 0 {
            answer.microseconds = Int64(exactly: (seconds * 1_000_000).rounded())
            if seconds > 0 {
                answer.bitRate = UInt64(exactly: (Double(file.size) * 8 / seconds).rounded()) ?? 0
            }
        }
        return answer
    }

    private static func failure(_ request: Request, _ file: FileBytes, _ reason: String) -> Answer {
        var answer = Answer(id: request.id, status: .notAudio)
        answer.reason = reason
        if file.failure != 0 {
            answer.status = .unreadable
            answer.reason = String(cString: strerror(file.failure))
        }
        return answer
    }

    private static func text(of code: CInt) -> String {
        if code == audiowatch_error(ENOMEM) { return "reading its header needs more than 512 MiB" }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { room in
            guard let base = room.baseAddress, av_strerror(code, base, room.count) >= 0 else {
                return "libav error \(code)"
            }
            return "its header is cut or damaged (\(String(cString: base)))"
        }
    }
}
