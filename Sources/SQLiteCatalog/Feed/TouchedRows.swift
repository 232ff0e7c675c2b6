/// Rows that transactions have touched, by table: what has to be read again to know what is so now.
public struct TouchedRows: Hashable, Sendable {
    var contents: Set<Int64> = []
    var files: Set<Int64> = []
    var directories: Set<Int64> = []
    var sources: Set<Int64> = []
    var problems: Set<Int64> = []

    /// True when nothing was touched.
    public var isEmpty: Bool {
        contents.isEmpty && files.isEmpty && directories.isEmpty && sources.isEmpty
            && problems.isEmpty
    }

    mutating func formUnion(_ other: TouchedRows) {
        contents.formUnion(other.contents)
        files.formUnion(other.files)
        directories.formUnion(other.directories)
        sources.formUnion(other.sources)
        problems.formUnion(other.problems)
    }

    /// A row of a table; of `near`, which has a row for each content, that content.
    mutating func insert(_ row: Int64, of table: String) {
        switch table {
        case "contents", "near": contents.insert(row)
        case "files": files.insert(row)
        case "directories": directories.insert(row)
        case "sources": sources.insert(row)
        case "problems": problems.insert(row)
        default: break
        }
    }
}
