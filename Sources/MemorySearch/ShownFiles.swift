import AudiowatchCore

extension EntryTable {
    /// The files of a content that was found by a query: so a row of an answer is read without its other files.
    func files(of key: IndexedContent.Key, for query: SearchQuery) -> FoundFiles {
        let rows = slot(key).map { files.chain(from: firsts[$0]) } ?? []
        var named = NamedSound()
        for row in rows where named.tempo == nil || named.key == nil {
            named = named.completed(by: files.named[row])
                .completed(by: folders.named(Int(files.folders[row])))
        }
        // The primary file is the first of its chain.
        let best = query.best(of: rows.count, first: 0) { file(rows[$0]) }
        let shown = rows.indices.contains(best) ? files.ids[rows[best]] : 0
        return FoundFiles(count: rows.count, shown: File.ID(rawValue: shown), named: named)
    }

    private func file(_ row: Int) -> SearchSubject.File {
        let folder = Int(files.folders[row])
        return SearchSubject.File(
            name: SearchedText(folded: files.names.bytes(row)),
            folder: SearchedText(folded: folders.path(folder)),
            source: folders.source(of: folder)?.name ?? "",
            modified: files.modified[row].map(Double.init) ?? 0)
    }
}
