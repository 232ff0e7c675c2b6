import AudiowatchCore
import GRDB

/// What a reading of every byte of a file, which takes long, was a reading of.
enum RowOfWhole {
    /// No such file, or none with a content.
    case gone
    /// Read before or after a change that the row does not know: a look at the file has been asked for.
    case changed
    case same(FileRow, ContentRow)
}

extension Edit {
    /// The row whose bytes were read, if the file had this stamp then and the row knows no other.
    func rowOfWhole(_ stamp: Stamp, _ evidence: Evidence) throws -> RowOfWhole {
        guard let row = try liveFile(at: evidence.place), let id = row.content,
            let content = try content(id)
        else { return .gone }
        guard row.stamp.size == content.size,
            try stamp.proves(sameBytesAs: row.stamp, on: traits(of: row.place))
        else {
            try JobRows.ensure(.examine, at: evidence.place, .scan, in: db)
            return .changed
        }
        return .same(row, content)
    }
}
