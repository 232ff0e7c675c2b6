import AudiowatchCore
import GRDB

extension Properties {
    /// Those of a row of `contents`.
    init(row: Row) throws {
        self.init(
            duration: try row.decode(Double?.self, forColumn: "duration"),
            isEstimated: try row.integer("estimated") != 0,
            sampleRate: try row.countIfPresent("sample_rate"),
            channels: try row.countIfPresent("channels"),
            bitDepth: try row.countIfPresent("bit_depth"), format: try row.text("format"),
            codec: try row.text("codec"), bitRate: try row.countIfPresent("bit_rate"))
        tags.title = try row.text("title")
        tags.artist = try row.text("artist")
        tags.album = try row.text("album")
        tags.genre = try row.text("genre")
        tags.date = try row.text("date")
        tags.comment = try row.text("comment")
        tags.track = try row.text("track")
        tags.bpm = try row.text("bpm")
        tags.key = try row.text("key")
    }
}
