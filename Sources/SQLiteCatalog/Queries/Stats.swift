import GRDB

/// The catalogue's figures, from counters: the answer takes as long for a million files as for ten.
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
        (uniqueFiles, bytes, hours, duplicatePaths) = (0, 0, 0, 0)
        (wastedBytes, byFormat) = (0, [])
        let isCounting = try CatalogStats.needsCounting(db)
        duplicateGroups =
            try Int.fetchOne(
                db, sql: isCounting ? FormatTotals.countedGroups : FormatTotals.keptGroups) ?? 0
        let rows = try Row.fetchCursor(
            db, sql: isCounting ? FormatTotals.counted : FormatTotals.kept)
        while let row = try rows.next() {
            let format = try row.text("format").flatMap { $0.isEmpty ? nil : $0 }
            let figures = FormatFigures(
                format: format, files: try row.count("contents"), bytes: try row.integer("bytes"),
                hours: Double(try row.integer("milliseconds")) / 3_600_000,
                duplicatePaths: try row.count("copies"))
            byFormat.append(figures)
            uniqueFiles &+= figures.files
            bytes &+= figures.bytes
            hours += figures.hours
            duplicatePaths &+= figures.duplicatePaths
            wastedBytes &+= try row.integer("wasted")
        }
    }

    /// True when the counters hold what does not count: copies in a backup as waste, and files of a source
    /// that the configuration no longer names.
    private static func needsCounting(_ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (
                    SELECT 1 FROM sources WHERE files > 0 AND (role = 'backup' OR configured = 0))
                """) ?? false
    }
}
