/// What a complete listing of one directory says of the files in it.
public struct FileDifferences: Hashable, Sendable {
    /// Names that are new or whose stamp no longer proves the bytes that the catalogue knows.
    public var changed: [FileName] = []
    /// Names that the catalogue has, or is about to have, and the listing has not.
    public var vanished: [FileName] = []

    /// Compares with what was known of the directory before it was listed. A name in the queue may have been seen
    /// by a worker, and be gone or tiny since: it is asked for anew, so that what the worker saw is not the last
    /// word. Other new files of less than `minimum` bytes are none of ours. With `isRead` a file of which nothing but its name
    /// is known has changed.
    public init(
        listed: [(name: FileName, stamp: Stamp)], known: KnownFolder, on traits: FileSystemTraits,
        minimum: Int64 = 0, isRead: Bool = true
    ) {
        var rest = known.files
        var asked = known.asked
        for (name, stamp) in listed {
            let isAsked = asked.remove(name) != nil
            guard let row = rest.removeValue(forKey: name) else {
                if stamp.size >= minimum || isAsked { changed.append(name) }
                continue
            }
            if !stamp.proves(sameBytesAs: row.stamp, on: traits) || (isRead && !row.isRead) {
                changed.append(name)
            }
        }
        for name in rest.keys {
            asked.remove(name)
            vanished.append(name)
        }
        vanished += asked
        vanished.sort()
    }
}
