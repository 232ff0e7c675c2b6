import AudiowatchCore
import Foundation
import LocalDisk
import SQLiteCatalog
import SystemPackage

/// What is looked at in the database, and in the database beside the disk.
struct CatalogChecks {
    let catalog: Catalog
    /// True when a daemon keeps the catalogue: then it should equal the disk.
    let isKept: Bool

    /// Files compared with the disk: enough to see one wrong in fifty with a certainty of 98 %.
    static let sample = 200

    /// Each line. Reads the whole database once.
    func findings() throws -> [Finding] {
        let figures = try catalog.doctorFigures()
        return [
            integrity(figures), schema(figures), try counters(), forgotten(figures),
            deletions(figures),
            try disk(),
        ]
    }

    private func integrity(_ figures: DoctorFigures) -> Finding {
        let remedy = "move \(catalog.path.display) aside; the next scan makes it anew"
        guard let first = figures.damage.first else {
            guard figures.danglingRows == 0 else {
                return .fail(
                    "database", "\(Display.count(figures.danglingRows)) rows point to nothing",
                    remedy)
            }
            return .ok("database", "\(catalog.path.display), \(sizes(figures))")
        }
        return .fail("database", "damaged: \(first)", remedy)
    }

    private func sizes(_ figures: DoctorFigures) -> String {
        let free = Double(figures.freeBytes) / Double(max(figures.databaseBytes, 1)) * 100
        return "\(Display.bytes(figures.databaseBytes)) and a log of "
            + "\(Display.bytes(catalog.logBytes)), \(Int(free.rounded())) % unused"
    }

    private func schema(_ figures: DoctorFigures) -> Finding {
        let schema = figures.migrations.last ?? "none"
        guard let copy = MigrationCopy.of(catalog.path) else { return .ok("schema", schema) }
        let age = Display.age(seconds: Date().timeIntervalSince1970 - copy.madeAt)
        return .ok(
            "schema",
            "\(schema); as it was before the update \(age) (\(copy.schema)): \(copy.path.display), "
                + Display.bytes(copy.size))
    }

    private func counters() throws -> Finding {
        let wrong = try catalog.verifyCounters()
        guard let first = wrong.first else {
            return .ok("counters", "every total equals a fresh count")
        }
        return .fail(
            "counters", "\(wrong.count) totals are wrong, such as \(first)",
            "audiowatch doctor --repair counts anew; please report it")
    }

    private func forgotten(_ figures: DoctorFigures) -> Finding {
        guard figures.forgottenSources.isEmpty else {
            return .warn(
                "rows",
                "sources no longer configured: \(figures.forgottenSources.joined(separator: ", "))",
                "audiowatch doctor --prune forgets them")
        }
        return .ok("rows", "\(Display.count(figures.deletedFiles)) deleted files are remembered")
    }

    private func deletions(_ figures: DoctorFigures) -> Finding {
        guard let latest = figures.massDeletions.first else {
            return .ok("deletions", "no source lost most of its files at once")
        }
        return .warn(
            "deletions", latest,
            "check that the drive is whole; when it was meant, audiowatch doctor --prune --most")
    }

    /// Compares some files with what the disk says of them now.
    private func disk() throws -> Finding {
        let files = try catalog.sample(CatalogChecks.sample)
        let wrong = files.filter { !isAsKnown($0) }
        guard let first = wrong.first else {
            return .ok("disk", "\(files.count) files picked at random are as the catalogue says")
        }
        let facts =
            "\(wrong.count) of \(files.count) files picked at random are not as the catalogue says, such as "
            + first.path.path.display
        return isKept
            ? .fail("disk", facts, "audiowatch scan --wait, and please report it")
            : .warn("disk", facts, "audiowatch scan --wait")
    }

    private func isAsKnown(_ file: SampledFile) -> Bool {
        let path = file.path.path
        guard let name = path.fileName,
            let folder = try? OpenDirectory.open(path.removingLastComponent()),
            let status = try? folder.status(of: name)
        else { return false }
        return status.kind == .file && status.stamp.size == file.size
            && status.stamp.modified == file.modified
    }
}
