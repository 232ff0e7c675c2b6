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
    /// Nothing is known of the file: the kernel refused a helper, or the disk the bytes. Try later.
    case unavailable(String)
    /// There is no helper that could be started: nothing is known of this file, nor will be of any other.
    case noHelper(ProbeError)
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
                tags: ProbeAnswer.tags(answer), chunks: SoundChunks(answer.chunks))
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

extension SoundChunks {
    /// What a helper found, checked again: it may have been taken over. Nil when that is nothing.
    init?(_ facts: ChunkFacts) {
        self.init()
        if facts.tempo.isFinite, facts.tempo > 0, facts.tempo < 10_000 { tempo = facts.tempo }
        beats = facts.beats == 0 ? nil : Int(exactly: facts.beats)
        isOneShot = facts.use == .unknown ? nil : facts.use == .oneShot
        if (1...127).contains(facts.rootNote) {
            rootNote = Int(facts.rootNote)
            if facts.scale != .unknown {
                key = MusicalKey(tonic: Int(facts.rootNote), isMinor: facts.scale == .minor)
            }
        }
        if facts.loopStart >= 0, facts.loopEnd > facts.loopStart {
            (loopStart, loopEnd) = (facts.loopStart, facts.loopEnd)
        }
        cues = facts.cues == 0 ? nil : Int(facts.cues)
        originator = facts.originator.isEmpty ? nil : facts.originator
        recordedAt = facts.recordedAt.isEmpty ? nil : facts.recordedAt
        timeReference = facts.timeReference > 0 ? facts.timeReference : nil
        if isEmpty { return nil }
    }
}
