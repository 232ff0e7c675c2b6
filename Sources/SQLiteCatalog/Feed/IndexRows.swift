import AudiowatchCore
import GRDB

/// Rows of `contents` and `files` as an index takes them in. Columns are read by their place: by name each
/// would be looked for, and there are millions of them.
enum IndexRows {
    static let contents = """
        SELECT id, size, format, duration, estimated, sample_rate, channels, bit_depth,
            primary_file_id, EXISTS (SELECT 1 FROM near WHERE content_id = contents.id),
            title, artist, album, genre, date, comment, track, bpm, key, chunk_tempo, chunk_key
        FROM contents
        """
    static let files = """
        SELECT content_id, id, directory_id, name, source_id, modified, size FROM files
        """

    private static let tags: [TextField] = [
        .title, .artist, .album, .tag, .tag, .tag, .tag, .tag, .tag,
    ]
    private static let firstTag = 10
    private static let chunkTempo = 19
    private static let chunkKey = 20

    /// A content without its files.
    static func content(_ row: Row) throws -> IndexedContent {
        let id: Int64 = try row.decode(atIndex: 0)
        var content = IndexedContent(
            key: .content(Content.ID(rawValue: id)), files: [], size: try row.decode(atIndex: 1))
        content.format = try row.decode(atIndex: 2)
        content.numbers[.duration] = try row.decode(Double?.self, atIndex: 3)
        if try row.decode(Int64.self, atIndex: 4) != 0 { content.states.insert(.estimated) }
        content.numbers[.sampleRate] = try row.decode(Int64?.self, atIndex: 5).map(Double.init)
        content.numbers[.channels] = try row.decode(Int64?.self, atIndex: 6).map(Double.init)
        content.numbers[.bitDepth] = try row.decode(Int64?.self, atIndex: 7).map(Double.init)
        if try row.decode(Bool.self, atIndex: 9) { content.states.insert(.near) }
        for (place, field) in tags.enumerated() {
            guard let text = try row.decode(String?.self, atIndex: firstTag + place) else {
                continue
            }
            content.tags.append((field, SearchedText(text)))
            switch place {
            case 7: content.numbers[.tempo] = Tags.tempo(text)
            case 8: content.musicalKey = MusicalKey(text)
            default: break
            }
        }
        if content.numbers[.tempo] == nil {
            content.numbers[.tempo] = try row.decode(Double?.self, atIndex: chunkTempo)
        }
        if content.musicalKey == nil {
            content.musicalKey = try row.decode(String?.self, atIndex: chunkKey)
                .flatMap { MusicalKey($0) }
        }
        return content
    }

    /// A file; nil when the configuration does not name its source.
    static func file(_ row: Row, configured: Set<Int64>) throws -> IndexedFile? {
        guard configured.contains(try row.decode(atIndex: 4)) else { return nil }
        let modified: Int64 = try row.decode(atIndex: 5)
        let name = try row.name(at: 3)
        return IndexedFile(
            id: File.ID(rawValue: try row.decode(atIndex: 1)),
            directory: Directory.ID(rawValue: try row.decode(atIndex: 2)),
            name: SearchedText(name), modified: CatalogSeconds.whole(modified),
            named: NamedSound(file: name))
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
