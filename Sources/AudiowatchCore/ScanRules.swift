/// What counts as an audio file of the user's, before it is opened. Pure: names in, verdict out; see ``NameRules``.
public struct ScanRules: Hashable, Sendable {
    /// Extensions without dot, lower case.
    public var extensions: Set<[UInt8]>
    /// Smallest size in bytes that is catalogued.
    public var minimumSize: Int64
    /// Globs that hold for every source, as ``Glob`` reads them.
    public var exclude: [String]

    /// All values.
    public init(extensions: Set<[UInt8]>, minimumSize: Int64, exclude: [String]) {
        self.extensions = extensions
        self.minimumSize = minimumSize
        self.exclude = exclude
    }

    /// True when the name ends like an audio file.
    public func hasAudioExtension(_ name: FileName) -> Bool {
        name.extensionBytes.map { extensions.contains($0) } ?? false
    }
}
