import AudiowatchCore
import GRDB

/// A row of `contents` as searches and details read it.
struct SearchedContentRow: DirectRow {
    static let columns = """
        contents.id, contents.size, fingerprint, digest, primary_file_id, present,
        duration, estimated, sample_rate, channels, bit_depth, format, codec, bit_rate,
        title, artist, album, genre, date, comment, track, bpm, key,
        chunk_tempo, chunk_key, beats, one_shot, root_note, loop_start, loop_end, cues,
        originator, recorded_at, time_reference
        """
    /// How many these are: further columns of a statement come behind them.
    static let width: CInt = 34
    /// The head of a statement that reads such rows from the table itself.
    static let select = "SELECT \(columns) FROM contents"

    let id: Int64
    /// Bytes.
    let size: Int64
    let fingerprint: Fingerprint
    /// Nil while it was not read whole.
    let digest: Digest?
    let primary: Int64?
    let isPresent: Bool
    let properties: Properties

    init(_ columns: Columns) {
        id = columns.integer(0)
        size = columns.integer(1)
        fingerprint = Fingerprint(UInt64(bitPattern: columns.integer(2)))
        digest = Digest(bytes: columns.bytes(3))
        primary = columns.integerIfPresent(4)
        isPresent = columns.integer(5) > 0
        var properties = Properties(
            duration: columns.real(6), isEstimated: columns.bool(7),
            sampleRate: columns.count(8), channels: columns.count(9), bitDepth: columns.count(10),
            format: columns.text(11), codec: columns.text(12), bitRate: columns.count(13))
        properties.tags.title = columns.text(14)
        properties.tags.artist = columns.text(15)
        properties.tags.album = columns.text(16)
        properties.tags.genre = columns.text(17)
        properties.tags.date = columns.text(18)
        properties.tags.comment = columns.text(19)
        properties.tags.track = columns.text(20)
        properties.tags.bpm = columns.text(21)
        properties.tags.key = columns.text(22)
        var chunks = SoundChunks()
        chunks.tempo = columns.real(23)
        chunks.key = columns.text(24).flatMap { MusicalKey($0) }
        chunks.beats = columns.count(25)
        chunks.isOneShot = columns.integerIfPresent(26).map { $0 != 0 }
        chunks.rootNote = columns.count(27)
        chunks.loopStart = columns.integerIfPresent(28)
        chunks.loopEnd = columns.integerIfPresent(29)
        chunks.cues = columns.count(30)
        chunks.originator = columns.text(31)
        chunks.recordedAt = columns.text(32)
        chunks.timeReference = columns.integerIfPresent(33)
        if !chunks.isEmpty { properties.chunks = chunks }
        self.properties = properties
    }

    /// What its tags, and where these say nothing its chunks, say.
    var told: ToldSound {
        var told = ToldSound()
        told.tempo =
            properties.tags.bpm.flatMap { Tags.tempo($0) }.map { Told($0, .tag) }
            ?? properties.chunks?.tempo.map { Told($0, .chunk) }
        told.key =
            properties.tags.key.flatMap { MusicalKey($0) }.map { Told($0, .tag) }
            ?? properties.chunks?.key.map { Told($0, .chunk) }
        return told
    }

    /// The texts of its tags as a search sees them.
    var searchedTags: [(field: TextField, text: SearchedText)] {
        let tags = properties.tags
        return [
            (.title, tags.title), (.artist, tags.artist), (.album, tags.album),
            (.tag, tags.genre), (.tag, tags.date), (.tag, tags.comment), (.tag, tags.track),
            (.tag, tags.bpm), (.tag, tags.key),
        ].compactMap { (field: TextField, text: String?) in
            text.map { (field, SearchedText($0)) }
        }
    }
}
