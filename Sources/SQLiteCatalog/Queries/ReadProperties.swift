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
        let chunks = try SoundChunks(row: row)
        if !chunks.isEmpty { self.chunks = chunks }
    }
}

extension ToldSound {
    /// What tags and chunks of a row of `contents` say.
    init(row: Row) throws {
        self.init()
        tempo =
            try row.text("bpm").flatMap { Tags.tempo($0) }.map { Told($0, .tag) }
            ?? row.decode(Double?.self, forColumn: "chunk_tempo").map { Told($0, .chunk) }
        key =
            try row.text("key").flatMap { MusicalKey($0) }.map { Told($0, .tag) }
            ?? row.text("chunk_key").flatMap { MusicalKey($0) }.map { Told($0, .chunk) }
    }
}

extension SoundChunks {
    /// Those of a row of `contents`.
    init(row: Row) throws {
        self.init()
        tempo = try row.decode(Double?.self, forColumn: "chunk_tempo")
        key = try row.text("chunk_key").flatMap { MusicalKey($0) }
        beats = try row.countIfPresent("beats")
        isOneShot = try row.decode(Bool?.self, forColumn: "one_shot")
        rootNote = try row.countIfPresent("root_note")
        loopStart = try row.integerIfPresent("loop_start")
        loopEnd = try row.integerIfPresent("loop_end")
        cues = try row.countIfPresent("cues")
        originator = try row.text("originator")
        recordedAt = try row.text("recorded_at")
        timeReference = try row.integerIfPresent("time_reference")
    }
}
