public import AudiowatchCore
import GRDB

/// What the sources and folders of an answer's facets are called.
public struct FacetNames: Sendable {
    /// Names of sources.
    public var sources: [Source.ID: String] = [:]
    /// Names of folders, for reading.
    public var folders: [Directory.ID: String] = [:]
}

extension Catalog {
    /// The names that go with facets.
    public func names(of facets: SearchFacets) throws(CatalogError) -> FacetNames {
        try read { db in
            var names = FacetNames()
            for entry in try SourceTable(db).entries.values where facets.sources[entry.id] != nil {
                names.sources[entry.id] = entry.name
            }
            for id in facets.folders.keys {
                let statement = try db.cachedStatement(
                    sql: "SELECT name FROM directories WHERE id = ?")
                guard let row = try Row.fetchOne(statement, arguments: [id.rawValue]) else {
                    continue
                }
                names.folders[id] = try row.name(at: 0).display
            }
            return names
        }
    }
}
