import AudiowatchCore
import GRDB

/// A row of `contents` as an index takes it in, without its files.
struct IndexedContentRow: DirectRow {
    static let select = """
        SELECT id, size, format, duration, estimated, sample_rate, channels, bit_depth,
            primary_file_id, EXISTS (SELECT 1 FROM near WHERE content_id = contents.id),
            title, artist, album, genre, date, comment, track, bpm, key, chunk_tempo, chunk_key,
            (SELECT value FROM annotations WHERE content_id = contents.id AND kind = 'label')
        FROM contents
        """

    private static let tags: [TextField] = [
        .title, .artist, .album, .tag, .tag, .tag, .tag, .tag, .tag,
    ]

    let id: Int64
    let primary: Int64?
    let content: IndexedContent

    init(_ columns: Columns) {
        id = columns.integer(0)
        primary = columns.integerIfPresent(8)
        var content = IndexedContent(
            key: .content(Content.ID(rawValue: id)), files: [], size: columns.integer(1))
        content.format = columns.text(2)
        content.numbers[.duration] = columns.real(3)
        if columns.bool(4) { content.states.insert(.estimated) }
        content.numbers[.sampleRate] = columns.integerIfPresent(5).map(Double.init)
        content.numbers[.channels] = columns.integerIfPresent(6).map(Double.init)
        content.numbers[.bitDepth] = columns.integerIfPresent(7).map(Double.init)
        if columns.bool(9) { content.states.insert(.near) }
        for (place, field) in IndexedContentRow.tags.enumerated() {
            guard let text = columns.text(CInt(10 + place)) else { continue }
            content.tags.append((field, SearchedText(text)))
            switch place {
            case 7: content.numbers[.tempo] = Tags.tempo(text)
            case 8: content.musicalKey = MusicalKey(text)
            default: break
            }
        }
        if content.numbers[.tempo] == nil { content.numbers[.tempo] = columns.real(19) }
        if content.musicalKey == nil {
            content.musicalKey = columns.text(20).flatMap { MusicalKey($0) }
        }
        content.labels = Label.list(stored: columns.text(21))
        self.content = content
    }
}

/// A row of `files` as an index takes it in.
struct IndexedFileRow: DirectRow {
    static let select = """
        SELECT id, content_id, directory_id, name, source_id, modified, size FROM files
        """

    let id: Int64
    /// Its content's number; nil for a file that was never read.
    let content: Int64?
    let place: Place
    let source: Int64
    /// Nanoseconds since 1970.
    let modified: Int64
    let size: Int64

    init(_ columns: Columns) {
        id = columns.integer(0)
        content = columns.integerIfPresent(1)
        place = Place(Directory.ID(rawValue: columns.integer(2)), columns.name(3))
        source = columns.integer(4)
        modified = columns.integer(5)
        size = columns.integer(6)
    }

    /// Nil when the configuration does not name its source.
    func file(configured: Set<Int64>) -> IndexedFile? {
        guard configured.contains(source) else { return nil }
        return IndexedFile(
            id: File.ID(rawValue: id), directory: place.directory,
            name: SearchedText(place.name), modified: CatalogSeconds.whole(modified),
            named: NamedSound(file: place.name))
    }
}

/// Times of files as searches compare them.
enum CatalogSeconds {
    /// Whole seconds of nanoseconds, rounded down.
    static func whole(_ nanoseconds: Int64) -> Int64 {
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return rest < 0 ? seconds - 1 : seconds
    }
}
