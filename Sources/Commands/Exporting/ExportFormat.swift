import ArgumentParser
import AudiowatchCore
import SQLiteCatalog

/// The forms in which found sounds leave for other programs.
enum ExportFormat: String, CaseIterable, ExpressibleByArgument {
    /// One array.
    case json
    /// A table: see ``ExportTable``.
    case csv
    /// A playlist: see ``ExportPlaylist``.
    case m3u8
    /// A line of JSON each.
    case ndjson
}

/// Writes rows in one form. Nothing is kept but counts, so there may be any number of rows.
struct ExportWriter {
    private let format: ExportFormat
    private let output: OutputFile
    private(set) var count = 0
    /// Rows of a playlist that are written as an address: see ``ExportPlaylist``.
    private(set) var addresses = 0
    /// Rows whose source is away.
    private(set) var away = 0

    init(_ format: ExportFormat, to output: OutputFile) throws {
        self.format = format
        self.output = output
        switch format {
        case .json: try output.write("[".utf8)
        case .csv: try output.write(ExportTable.head.utf8)
        case .m3u8: try output.write(ExportPlaylist.head.utf8)
        case .ndjson: break
        }
    }

    mutating func add(_ hit: SearchHit) throws {
        switch format {
        case .json:
            try output.write((count == 0 ? "\n" : ",\n").utf8)
            try output.write(JSONOutput.line(hit).utf8)
        case .ndjson: try output.write((JSONOutput.line(hit) + "\n").utf8)
        case .csv: try output.write(ExportTable.row(hit).utf8)
        case .m3u8:
            let path = hit.exactPath.bytes
            if !ExportPlaylist.isPlain(path) { addresses += 1 }
            try output.write(ExportPlaylist.entry(hit, path))
        }
        count += 1
        if hit.sourceState == "offline" { away += 1 }
    }

    func finish() throws {
        if format == .json { try output.write((count == 0 ? "]\n" : "\n]\n").utf8) }
        try output.finish()
    }
}
