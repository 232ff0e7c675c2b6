/// What a name says about the thing that bears it, before anything is opened.
public enum NameVerdict: Hashable, Sendable {
    /// A file with an audio extension: examine it.
    case audio
    /// A folder to descend into.
    case directory
    /// Not ours to look at, by the rule named: a glob, a temporary name, another source's folder.
    case excluded(rule: String)
    /// A file without an audio extension.
    case notAudio
}

/// The one decision over names in one source, compiled for a walk of a million of them.
///
/// A value; made anew when the configuration changes.
public struct NameRules: Sendable {
    private let exclusion: Exclusion
    private let scan: ScanRules
    /// Extensions of up to eight bytes, packed into a number: no allocation for each name.
    private let packed: Set<UInt64>
    private let hasLongExtension: Bool
    private let innerSources: [[FileName]: String]
    private let innerNames: Set<FileName>

    /// Rules of `source`: the scan's globs and its own. A source among `others` that lies inside this one
    /// owns its folder, enabled or not, so that no file is catalogued twice.
    public init(_ scan: ScanRules, source: Source, others: [Source] = []) {
        self.scan = scan
        exclusion = Exclusion(scan.exclude + source.exclude)
        packed = Set(scan.extensions.compactMap { Self.pack($0[...]) })
        hasLongExtension = scan.extensions.contains { $0.count > 8 }
        var inner: [[FileName]: String] = [:]
        for other in others where other.name != source.name {
            guard let below = other.path.names(below: source.path), !below.isEmpty else { continue }
            inner[below] = other.name
        }
        innerSources = inner
        innerNames = Set(inner.keys.compactMap(\.last))
    }

    /// Smallest size in bytes that is catalogued.
    public var minimumSize: Int64 { scan.minimumSize }

    /// The verdict on `name` in the folder `parents` below the source, outermost first. The folders
    /// themselves are taken as not excluded; they are only looked at when a rule asks for them.
    public func verdict(
        of name: FileName, below parents: @autoclosure () -> [FileName], isDirectory: Bool
    ) -> NameVerdict {
        if let rule = exclusion.rule(
            excluding: name, below: parents(), isDirectory: isDirectory)
        {
            return .excluded(rule: rule)
        }
        if isDirectory {
            if !innerNames.isEmpty, innerNames.contains(name),
                let owner = innerSources[parents() + [name]]
            {
                return .excluded(rule: "belongs to source \(owner)")
            }
            return .directory
        }
        if let rule = TemporaryName.rule(matching: name) { return .excluded(rule: rule) }
        return isAudio(name) ? .audio : .notAudio
    }

    /// The verdict on a whole path below the source, each folder of it asked too: the first exclusion
    /// from the top decides, and `depth` says how many names lead to it.
    public func verdict(
        ofPath path: [FileName], isDirectory: Bool
    ) -> (verdict: NameVerdict, depth: Int) {
        var parents: [FileName] = []
        for (index, name) in path.enumerated() {
            let isLast = index == path.count - 1
            let verdict = verdict(of: name, below: parents, isDirectory: isDirectory || !isLast)
            if case .excluded = verdict { return (verdict, index + 1) }
            if isLast { return (verdict, path.count) }
            parents.append(name)
        }
        return (.directory, 0)
    }

    private func isAudio(_ name: FileName) -> Bool {
        let bytes = name.bytes
        guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0, dot + 1 < bytes.count
        else {
            return false
        }
        if let key = Self.pack(bytes[(dot + 1)...]) { return packed.contains(key) }
        return hasLongExtension && scan.hasAudioExtension(name)
    }

    private static func pack(_ bytes: ArraySlice<UInt8>) -> UInt64? {
        guard bytes.count <= 8 else { return nil }
        return bytes.reduce(0) { number, byte in
            let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            return number << 8 | UInt64(isUpper ? byte | 0x20 : byte)
        }
    }
}
