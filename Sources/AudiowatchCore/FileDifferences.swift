/// What a complete listing of one directory says of the files in it.
public struct FileDifferences: Hashable, Sendable {
    /// Names that are new or whose stamp no longer proves the bytes that the catalogue knows.
    public var changed: [FileName] = []
    /// Names that the catalogue has and the listing has not.
    public var vanished: [FileName] = []

    /// Compares. `known` are the present rows of the directory; rows examined after `listedAt` are left alone.
    public init(
        listed: [(name: FileName, stamp: Stamp)], known: [FileName: KnownFile],
        listedAt: CatalogTime, on traits: FileSystemTraits
    ) {
        var rest = known
        for (name, stamp) in listed {
            guard let row = rest.removeValue(forKey: name) else {
                changed.append(name)
                continue
            }
            if !stamp.proves(sameBytesAs: row.stamp, on: traits) { changed.append(name) }
        }
        for (name, row) in rest where row.examinedAt < listedAt { vanished.append(name) }
        vanished.sort()
    }
}
