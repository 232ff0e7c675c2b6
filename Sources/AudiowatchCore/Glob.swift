/// A pattern of an `exclude` list, compiled.
///
/// - Without a slash it is matched with every single name, at any depth: `node_modules`, `*.tmp`.
/// - With a slash it is matched with the path below the source's folder: `Old/*.wav`; a leading slash
///   says so for a single name: `/Old`. `**` stands for any number of folders, none too: `**/Bounces/tmp`.
/// - A trailing `/` or `/**` means the folder, and so everything in it: `**/node_modules/**`.
///
/// Total: every text is a pattern; an empty one matches nothing. Case counts.
public struct Glob: Hashable, Sendable {
    /// The pattern as it was written.
    public let text: String
    /// What is compared, and with what.
    let shape: Shape
    /// True when only folders can match.
    let wantsDirectory: Bool

    enum Shape: Hashable {
        case name(NamePattern)
        case path([Part])
        case nothing
    }

    enum Part: Hashable {
        case anyDepth
        case name(NamePattern)
    }

    /// Compiles a pattern.
    public init(_ text: String) {
        self.text = text
        let written = text.split(separator: "/", omittingEmptySubsequences: true).filter {
            $0 != "."
        }
        let isAnchored = text.hasPrefix("/") || written.count > 1
        var parts: [Part] = []
        for component in written {
            if component == "**" {
                if parts.last != .anyDepth { parts.append(.anyDepth) }
            } else {
                parts.append(.name(NamePattern(component)))
            }
        }
        var isFolder = text.hasSuffix("/")
        if parts.count > 1, parts.last == .anyDepth {
            parts.removeLast()
            isFolder = true
        }
        wantsDirectory = isFolder
        switch (parts.first, parts.dropFirst().first, parts.count) {
        case (nil, _, _): shape = .nothing
        case (.anyDepth, _, 1): shape = .name(NamePattern("*"))
        case (.name(let name), _, 1) where !isAnchored: shape = .name(name)
        case (.anyDepth, .name(let name), 2): shape = .name(name)
        default: shape = .path(parts)
        }
    }

    /// True when the pattern matches `name` itself, which stands in the folder `parents` below the source.
    ///
    /// The folders above are not asked again: a walk has passed them already, see ``Exclusion``.
    public func matches(
        _ name: FileName, below parents: @autoclosure () -> [FileName], isDirectory: Bool
    ) -> Bool {
        guard isDirectory || !wantsDirectory else { return false }
        switch shape {
        case .nothing: return false
        case .name(let pattern): return pattern.matches(name)
        case .path(let parts):
            if case .name(let last) = parts.last, !last.matches(name) { return false }
            return Self.match(parents() + [name], parts)
        }
    }

    private static func match(_ path: [FileName], _ parts: [Part]) -> Bool {
        var position = 0
        var part = 0
        var retry: (part: Int, position: Int)?
        while position < path.count {
            if part < parts.count, parts[part] == .anyDepth {
                part += 1
                retry = (part, position)
            } else if part < parts.count, case .name(let pattern) = parts[part],
                pattern.matches(path[position])
            {
                part += 1
                position += 1
            } else if let last = retry {
                position = last.position + 1
                part = last.part
                retry = (part, position)
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy { $0 == .anyDepth }
    }
}
