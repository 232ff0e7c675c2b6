public import AudiowatchCore
import GRDB

/// What the sources and folders of an answer's facets are called.
public struct FacetNames: Sendable {
    /// Names of sources.
    public var sources: [Source.ID: String] = [:]
    /// Names of folders, for reading, and of their sources: folders of several may be called alike.
    public var folders: [Directory.ID: (name: String, source: String)] = [:]
}

extension Catalog {
    /// The names that go with facets.
    public func names(of facets: SearchFacets) throws(CatalogError) -> FacetNames {
        try read { db in
            var names = FacetNames()
            let table = try SourceTable(db)
            for entry in table.entries.values where facets.sources[entry.id] != nil {
                names.sources[entry.id] = entry.name
            }
            for id in facets.folders.keys {
                let statement = try db.cachedStatement(
                    sql: "SELECT name, source_id FROM directories WHERE id = ?")
                guard let row = try Row.fetchOne(statement, arguments: [id.rawValue]),
                    let source = table.entries[try row.integer("source_id")]
                else { continue }
                names.folders[id] = (try row.name(at: 0).display, source.name)
            }
            return names
        }
    }
}
