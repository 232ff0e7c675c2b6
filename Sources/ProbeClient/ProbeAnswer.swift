public import AudiowatchCore
internal import ProbeWire

/// What became of one probe.
public enum ProbeAnswer: Hashable, Sendable {
    /// The file is audio. `suspects` are contradictions between its header and its bytes, a sentence each;
    /// the properties then hold what the bytes bear out.
    case properties(Properties, suspects: [String])
    /// The container's magic is there, but no sound that can be read; trying again cannot help.
    case notAudio(reason: String)
    /// The helper died over this file.
    case crashed(String)
    /// The helper took longer than the deadline, or than its ten seconds of CPU, and was killed.
    case timedOut
    /// The deadline came while the helper waited for the disk: nothing is known of the file. Try later.
    case diskDoesNotAnswer
    /// The one who asked wanted to wait no longer. Nothing is known of the file.
    case interrupted
    /// Nothing is known of the file: no helper could be started, or the disk refused the bytes. Try later.
    case unavailable(String)
}

extension ProbeAnswer {
    /// A well-formed answer in the core's words.
    init(_ answer: Answer, container: Container) {
        switch answer.status {
        case .notAudio:
            self = .notAudio(reason: answer.reason)
        case .unreadable:
            self = .unavailable("the file could not be read: \(answer.reason)")
        case .properties:
            let properties = Properties(
                duration: answer.microseconds.map { Double($0) / 1_000_000 },
                isEstimated: answer.isEstimated,
                sampleRate: ProbeAnswer.known(answer.sampleRate),
                channels: ProbeAnswer.known(answer.channels),
                bitDepth: ProbeAnswer.known(answer.bits),
                format: container.name,
                codec: answer.codec.isEmpty ? nil : answer.codec,
                bitRate: ProbeAnswer.known(answer.bitRate),
                tags: ProbeAnswer.tags(answer))
            self = .properties(properties, suspects: answer.suspicions)
        }
    }

    private static func known(_ number: some UnsignedInteger) -> Int? {
        number == 0 ? nil : Int(exactly: number)
    }

    private static func tags(_ answer: Answer) -> Tags {
        func text(_ tag: Answer.Tag) -> String? {
            let text = answer.tags[tag.rawValue]
            return text.isEmpty ? nil : text
        }
        var tags = Tags()
        tags.title = text(.title)
        tags.artist = text(.artist)
        tags.album = text(.album)
        tags.genre = text(.genre)
        tags.date = text(.date)
        tags.comment = text(.comment)
        tags.track = text(.track)
        tags.bpm = text(.bpm)
        tags.key = text(.key)
        return tags
    }
}
