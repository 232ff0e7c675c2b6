import AudiowatchCore
import GRDB

/// The catalogue's figures, from counters: the answer takes as long for a million files as for ten, but where hard
/// links lead from one source into another: then the copies are looked at.
public struct CatalogStats: Hashable, Sendable, Encodable {
    /// Distinct contents with at least one present file.
    public var uniqueFiles: Int
    /// Their bytes, each content once.
    public var bytes: Int64
    /// Their length in hours, each content once.
    public var hours: Double
    /// Present paths beyond the first of each content.
    public var duplicatePaths: Int
    /// Contents with more than one present path.
    public var duplicateGroups: Int
    /// Bytes that keeping one copy of each would free; hard links free nothing.
    public var wastedBytes: Int64
    /// Files of the sources that the configuration names, by name.
    public var bySource: [SourceFigures]
    /// Contents by the container found in their bytes, the most first.
    public var byFormat: [FormatFigures]
}

/// One source's part.
public struct SourceFigures: Hashable, Sendable, Encodable {
    /// Its name.
    public var source: String
    /// Present paths, copies among them.
    public var files: Int
    /// Their bytes.
    public var bytes: Int64
    /// Distinct contents.
    public var contents = 0
    /// Their length in hours, each content once.
    public var hours = 0.0
    /// Its contents by the container found in their bytes, the most first.
    public var byFormat: [SourceFormat] = []
}

/// Contents of one source in one format.
public struct SourceFormat: Hashable, Sendable, Encodable {
    /// `wav`, `flac`, …; nil for files in which no format was found.
    public var format: String?
    /// Contents.
    public var contents: Int
}

/// One format's part.
public struct FormatFigures: Hashable, Sendable, Encodable {
    /// `wav`, `flac`, …; nil for files in which no format was found.
    public var format: String?
    /// Contents.
    public var files: Int
    /// Their bytes, each once.
    public var bytes: Int64
    /// Their length in hours.
    public var hours: Double
    /// Present paths beyond the first.
    public var duplicatePaths: Int
}

extension CatalogStats {
    init(_ db: Database) throws {
        bySource = try Row.fetchAll(
            db, sql: "SELECT name, files, bytes FROM sources WHERE configured = 1 ORDER BY name"
        ).map { row in
            SourceFigures(
                source: try row.text("name") ?? "", files: try row.count("files"),
                bytes: try row.integer("bytes"))
        }
        var shares = SourceShares()
        (uniqueFiles, bytes, hours, duplicatePaths) = (0, 0, 0, 0)
        (duplicateGroups, wastedBytes, byFormat) = (0, 0, [])
        let sources = try SourceTable(db)
        var formats: [String?: FormatFigures] = [:]
        var hasLinksAcross = false
        for row in try SpreadRow.all(db) {
            let held = Held(row.spread, sources)
            guard held.paths > 0 else { continue }
            shares.add(row, sources)
            formats[row.format, default: FormatFigures(format: row.format)].add(
                row, paths: held.paths)
            if held.paths > 1 { duplicateGroups &+= row.contents }
            if row.spread.hasLinksAcross {
                hasLinksAcross = true
            } else {
                wastedBytes = wastedBytes.adding(row.bytes, times: max(held.working - 1, 0))
            }
        }
        if hasLinksAcross { wastedBytes = wastedBytes.adding(try LinksAcross(db).wasted, times: 1) }
        for place in bySource.indices { shares.complete(&bySource[place]) }
        byFormat = formats.values.sorted {
            ($1.files, $0.format ?? "") < ($0.files, $1.format ?? "")
        }
        for format in byFormat {
            uniqueFiles &+= format.files
            bytes &+= format.bytes
            hours += format.hours
            duplicatePaths &+= format.duplicatePaths
        }
    }

    /// What counts of a spread: copies in a backup are no waste, and what is in a source that the configuration
    /// no longer names is nothing.
    struct Held {
        var paths = 0
        /// Separate files that are no backup.
        var working: Int64 = 0

        init(_ spread: Spread, _ sources: SourceTable) {
            for holding in spread.holdings {
                guard let source = sources.configured(holding.source) else { continue }
                paths &+= holding.paths
                if source.role == .working { working &+= Int64(holding.inodes) }
            }
        }
    }
}

/// What of the contents is in which source.
private struct SourceShares {
    private struct Share {
        var contents = 0
        var milliseconds: Int64 = 0
        var formats: [String?: Int] = [:]
    }

    private var shares: [String: Share] = [:]

    mutating func add(_ row: SpreadRow, _ sources: SourceTable) {
        for holding in row.spread.holdings {
            guard let source = sources.configured(holding.source) else { continue }
            shares[source.name, default: Share()].contents &+= row.contents
            shares[source.name]?.milliseconds &+= row.milliseconds
            shares[source.name]?.formats[row.format, default: 0] &+= row.contents
        }
    }

    func complete(_ figures: inout SourceFigures) {
        guard let share = shares[figures.source] else { return }
        figures.contents = share.contents
        figures.hours = Double(share.milliseconds) / 3_600_000
        figures.byFormat = share.formats.map { SourceFormat(format: $0.key, contents: $0.value) }
            .sorted { ($1.contents, $0.format ?? "") < ($0.contents, $1.format ?? "") }
    }
}

extension FormatFigures {
    init(format: String?) {
        self.init(format: format, files: 0, bytes: 0, hours: 0, duplicatePaths: 0)
    }

    mutating func add(_ row: SpreadRow, paths: Int) {
        files &+= row.contents
        bytes &+= row.bytes
        hours += Double(row.milliseconds) / 3_600_000
        duplicatePaths &+= (paths &- 1).multipliedReportingOverflow(by: row.contents).partialValue
    }
}
