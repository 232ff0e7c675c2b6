import AudiowatchCore
import Foundation
import SQLiteCatalog

/// Found sounds as a table: one head, then a row each. Lengths are seconds, times UTC as ISO 8601 has them.
enum ExportTable {
    static let head = CSVText.row([
        "id", "file", "path", "path_base64", "source", "source_state", "size", "modified", "copies",
        "duration", "is_estimated", "sample_rate", "channels", "bit_depth", "format", "codec",
        "bit_rate", "tempo", "key", "title", "artist", "album", "genre", "date", "track", "comment",
        "fingerprint",
    ])

    static func row(_ hit: SearchHit) -> String {
        let (sound, tags) = (hit.properties, hit.properties.tags)
        func number(_ value: Int?) -> String { value.map(String.init) ?? "" }
        return CSVText.row([
            hit.id.map { String($0.rawValue) } ?? "", String(hit.file.rawValue), hit.path,
            hit.pathBase64 ?? "", hit.source, hit.sourceState, String(hit.size),
            time(hit.modifiedAt), String(hit.copies), sound.duration.map { "\($0)" } ?? "",
            sound.duration == nil ? "" : String(sound.isEstimated), number(sound.sampleRate),
            number(sound.channels), number(sound.bitDepth), sound.format ?? "", sound.codec ?? "",
            number(sound.bitRate), hit.tempo.map { Display.tempo($0.value) } ?? "",
            hit.key?.value.text ?? "", tags.title ?? "", tags.artist ?? "", tags.album ?? "",
            tags.genre ?? "", tags.date ?? "", tags.track ?? "", tags.comment ?? "",
            hit.fingerprint ?? "",
        ])
    }

    /// `2024-05-17T08:30:00Z`: whole seconds, as tables understand them.
    static func time(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds.rounded(.down)).formatted(.iso8601)
    }
}
