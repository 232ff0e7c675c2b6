public import AudiowatchCore
import SQLiteCatalog
import Synchronization
import SystemPackage

/// The latest raw changes, written by the coordinator and read by whoever asks.
final class LatestChanges: Sendable {
    private let trail = Mutex(ChangeTrail())

    func note(_ change: Change, _ decision: ChangeDecision) {
        let now = Double(CatalogClock.wallNanoseconds) / 1e9
        trail.withLock { $0.note(change, decision, at: now) }
    }

    var entries: [ChangeTrail.Entry] { trail.withLock { $0.entries } }
}

extension Indexer {
    /// The latest raw changes and what was decided of each, the oldest first. Their paths are those that the
    /// folders have now. Blocks: reads the catalogue.
    public func latestChanges() throws -> [ChangeRecord] {
        let contexts = Dictionary(
            uniqueKeysWithValues: parts.sources.all.map { ($0.context.id, $0.context) })
        var locations: [Directory.ID: [FileName]?] = [:]
        func names(to directory: Directory.ID) throws -> [FileName]? {
            if let known = locations[directory] { return known }
            let found = try parts.catalog.location(of: directory)?.names
            locations[directory] = .some(found)
            return found
        }
        return try parts.trail.entries.map { entry in
            switch entry.change {
            case .entry(let source, let directory, let name, let kind, let isDirectory, _):
                let parents = try names(to: directory)
                let rule = contexts[source].flatMap { context in
                    parents.flatMap { context.ignores(name, below: $0, isDirectory: isDirectory) }
                }
                return ChangeRecord(
                    at: entry.at, source: contexts[source]?.source.name,
                    path: contexts[source]?.path(of: name, below: parents), kind: kind.rawValue,
                    isDirectory: isDirectory, decision: rule ?? entry.decision.text)
            case .directoryItself(let source, let directory, let kind):
                return ChangeRecord(
                    at: entry.at, source: contexts[source]?.source.name,
                    path: contexts[source]?.path(of: nil, below: try names(to: directory)),
                    kind: kind.rawValue, isDirectory: true, decision: entry.decision.text)
            case .overflow:
                return ChangeRecord(
                    at: entry.at, kind: "overflow", decision: entry.decision.text)
            case .cookie:
                return ChangeRecord(at: entry.at, kind: "cookie", decision: entry.decision.text)
            }
        }
    }
}

extension SourceContext {
    /// The rule by which nothing is looked at under this name; nil when there is none.
    fileprivate func ignores(
        _ name: FileName, below parents: [FileName], isDirectory: Bool
    ) -> String? {
        switch rules.verdict(of: name, below: parents, isDirectory: isDirectory) {
        case .audio, .directory: nil
        case .excluded(let rule): "ignored by rule \(rule)"
        case .notAudio: "ignored: no audio extension"
        }
    }

    /// A place of this source; the name alone where its folder is gone.
    fileprivate func path(of name: FileName?, below parents: [FileName]?) -> PathText? {
        guard let parents else { return name.map { PathText(bytes: $0.bytes) } }
        return PathText((parents + (name.map { [$0] } ?? [])).reduce(source.path) { $0.child($1) })
    }
}
