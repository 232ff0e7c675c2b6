import AudiowatchCore
import GRDB

@testable import SQLiteCatalog

/// The figures by format, from every row, by the definitions alone.
struct StatsOracle {
    let byFormat: [FormatFigures]

    init(_ db: Database) throws {
        var figures: [String?: FormatFigures] = [:]
        for row in try Row.fetchAll(
            db,
            sql: """
                SELECT format, size, duration, (
                    SELECT count(*) FROM files JOIN sources ON sources.id = source_id
                    WHERE content_id = contents.id AND deleted_at IS NULL AND configured = 1
                ) AS paths FROM contents
                """)
        {
            let paths: Int = row["paths"]
            guard paths > 0 else { continue }
            let format: String? = row["format"]
            let duration: Double = row["duration"] ?? 0
            var figure = figures[format] ?? FormatFigures(format: format)
            figure.files += 1
            figure.bytes += min(row["size"], 64 << 40)
            figure.hours += (duration * 1_000).rounded() / 3_600_000
            figure.duplicatePaths += paths - 1
            figures[format] = figure
        }
        byFormat = figures.values.sorted {
            ($1.files, $0.format ?? "") < ($0.files, $1.format ?? "")
        }
    }

    /// Hours as the counters add them up are no exact sums.
    func agrees(with stats: CatalogStats) -> Bool {
        byFormat.count == stats.byFormat.count
            && zip(byFormat, stats.byFormat).allSatisfy { counted, told in
                var told = told
                guard abs(counted.hours - told.hours) < 1e-6 else { return false }
                told.hours = counted.hours
                return told == counted
            }
    }
}
