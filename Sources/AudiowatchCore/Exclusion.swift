/// Many globs, asked at once for each name of a walk.
///
/// Globs of single names are sorted by the byte that a match must begin or end with, so that an ordinary
/// name is compared with none or very few of them; the folder's path is only built when a glob with a
/// slash matches the name.
public struct Exclusion: Sendable {
    private var beginning: [[Glob]]
    private var ending: [[Glob]]
    private var others: [Glob] = []

    /// Compiles the globs. Of two that match one name, any may be named as the rule.
    public init(_ globs: some Sequence<String>) {
        beginning = Array(repeating: [], count: 256)
        ending = Array(repeating: [], count: 256)
        for glob in globs.map(Glob.init) {
            switch glob.shape {
            case .nothing:
                continue
            case .name(let pattern):
                if let first = pattern.firstByte {
                    beginning[Int(first)].append(glob)
                } else if let last = pattern.lastByte {
                    ending[Int(last)].append(glob)
                } else {
                    others.append(glob)
                }
            case .path:
                others.append(glob)
            }
        }
    }

    /// The glob that excludes `name`, or nil. `parents` are the folders between the source and the name,
    /// outermost first; they are taken as not excluded themselves and only looked at when needed.
    public func rule(
        excluding name: FileName, below parents: @autoclosure () -> [FileName], isDirectory: Bool
    ) -> String? {
        guard let first = name.bytes.first, let last = name.bytes.last else { return nil }
        for glob in beginning[Int(first)]
        where glob.matches(name, below: parents(), isDirectory: isDirectory) {
            return glob.text
        }
        for glob in ending[Int(last)]
        where glob.matches(name, below: parents(), isDirectory: isDirectory) {
            return glob.text
        }
        for glob in others where glob.matches(name, below: parents(), isDirectory: isDirectory) {
            return glob.text
        }
        return nil
    }
}
