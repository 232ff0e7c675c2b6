public import AudiowatchCore
import GRDB
import SystemPackage

/// What the catalogue, which has seen the disk, says of a sound of the old one.
public enum OldSoundStanding: Hashable, Sendable {
    /// It has these bytes, as this content, known since then where that was said before.
    case known(Content.ID, since: FirstSeen?)
    /// Several contents have this fingerprint and size.
    case ambiguous
    /// Other bytes stand at the old path now.
    case changed
    /// A source holds the old path's folder, and no file is catalogued there.
    case gone
    /// No source holds the old path.
    case outside
    /// The old row does not say enough.
    case unreadable
}

extension Catalog {
    /// What the catalogue says of these sounds, in their order.
    public func standings(of sounds: [OldSound]) throws(CatalogError) -> [OldSoundStanding] {
        try read { db in
            let lookup = try FileLookup(db)
            return try sounds.map { try OldSoundLookup(db: db, files: lookup).standing(of: $0) }
        }
    }
}

private struct OldSoundLookup {
    let db: Database
    let files: FileLookup

    func standing(of sound: OldSound) throws -> OldSoundStanding {
        guard let fingerprint = sound.fingerprint, let size = sound.size, sound.seen != nil,
            sound.path.isAbsolute
        else { return .unreadable }
        let contents = try Int64.fetchAll(
            db.cachedStatement(
                sql: "SELECT id FROM contents WHERE fingerprint = ? AND size = ? LIMIT 2"),
            arguments: [Int64(bitPattern: fingerprint.value), size])
        if contents.count > 1 { return .ambiguous }
        if let content = contents.first {
            return .known(
                Content.ID(rawValue: content),
                since: try AnnotationRows.firstSeen(of: content, in: db))
        }
        return switch try files.find(sound.path) {
        case .present: .changed
        case .deleted, .directory, .unknown: .gone
        case .outside: .outside
        }
    }
}
