/// One key of the configuration file: the one definition from which the reader's checks, the suggestions
/// for a mistyped key, the editor and the shipped file come.
public struct KnownKey: Hashable, Sendable {
    /// A table of the file, in the order of the shipped one.
    public enum Section: String, CaseIterable, Sendable {
        case database, scan, server, log, tray, sources
    }

    /// What a value must be, beyond its TOML type.
    public enum Kind: Hashable, Sendable {
        /// `true` or `false`.
        case boolean
        /// A whole number within the range.
        case integer(ClosedRange<Int>)
        /// A file or folder: absolute, with `~/`, or relative to the file's own folder.
        case path
        /// A time such as `"24h"`, at least ten seconds.
        case duration
        /// One of these words.
        case choice([String])
        /// A numeric IP address, or `localhost`.
        case address
        /// A list of globs.
        case globs
        /// A list of file name extensions.
        case extensions
        /// A list of host names.
        case hosts
    }

    /// The table that it stands in; each table of ``Section/sources`` has all of that section's keys.
    public let section: Section
    /// The key.
    public let name: String
    /// What its value must be.
    public let kind: Kind
    /// The value when the key is absent; nil where none can be written down.
    public let fallback: SettingValue?
    /// A value to show in the shipped file where there is no fallback.
    public let example: SettingValue?
    /// What it is for, in one line.
    public let meaning: String
    /// True where the shipped file sets it, so that a list can be edited in place.
    public let isLive: Bool

    init(
        _ section: Section, _ name: String, _ kind: Kind, fallback: SettingValue? = nil,
        example: SettingValue? = nil, isLive: Bool = false, _ meaning: String
    ) {
        self.section = section
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.example = example
        self.isLive = isLive
        self.meaning = meaning
    }

    /// As people say it: `scan.workers`, `sources.NAME.path`.
    public var title: String {
        section == .sources ? "sources.NAME.\(name)" : "\(section.rawValue).\(name)"
    }

    /// The key of this name, or nil.
    public static func named(_ name: String, in section: Section) -> KnownKey? {
        all.first { $0.section == section && $0.name == name }
    }
}

extension KnownKey.Section {
    /// What the table is for, in one line.
    public var meaning: String {
        switch self {
        case .database: "Where the catalogue is kept."
        case .scan: "What counts as an audio file, and how hard to work."
        case .server:
            "The web page and its API. Nothing leaves this machine unless you say so here."
        case .log: "What is written to standard error, and so to the journal."
        case .tray: "The icon in the desktop's tray: audiowatch tray"
        case .sources: "The folders to watch, one table each: audiowatch source add FOLDER"
        }
    }

    /// The keys of this table, in order.
    public var keys: [KnownKey] { KnownKey.all.filter { $0.section == self } }
}
