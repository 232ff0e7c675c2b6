public import AudiowatchCore
public import SystemPackage

/// Changes the configuration file as text: comments, order and everything else stay as the user left them.
///
/// Every change is made under a lock, checked before it is written and written whole or not at all: the
/// new text must parse, say exactly what was asked for, and be wrong nowhere where the old one was right.
/// All functions block; call them off the cooperative pool. Each throws ``SettingsError``: `.unwritable`,
/// `.syntax` when the file is no TOML, `.refused` when the change makes no sense.
public struct ConfigurationEditor: Sendable {
    /// The configuration file.
    public let file: FilePath
    private let paths: StandardPaths

    /// An editor of `file`, which need not exist yet.
    public init(file: FilePath, paths: StandardPaths = .current()) {
        self.file = file
        self.paths = paths
    }

    /// A source in the file, and whether it was just put there.
    public struct Addition: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// False when the folder was a source already; then nothing was changed.
        public let isNew: Bool
        /// What the file's warnings are now.
        public let warnings: [ConfigurationWarning]
    }

    /// Makes the file as it is shipped; false when there is one, which stays as it is.
    public func create() throws(SettingsError) -> Bool {
        let locked = try LockedFile.lock(file)
        guard !locked.exists else { return false }
        try locked.replace(with: ConfigurationTemplate.text)
        return true
    }

    /// The folder that a person means by this text: absolute, or beginning with `~/`. Nothing on the disk is asked.
    public func folder(_ text: String) throws(SettingsError) -> FilePath {
        let text = text.trimmingPrefix { $0.isWhitespace }
        guard text.hasPrefix("/") || text.hasPrefix("~") || PathText.isWindows(String(text)) else {
            throw refused(
                text.isEmpty
                    ? "write the folder's path, like ~/Samples"
                    : "\(text) is no whole path; write it from / or ~/ on")
        }
        switch pathText.read(String(text)) {
        case .path(let path): return path
        case .wrong(_, let message): throw refused("the path \(message)")
        }
    }

    /// True for a path of another system, like `D:\Music`.
    public static func isForeign(_ text: String) -> Bool { PathText.isWindows(text) }

    /// The name that a folder gets as a source where none is given.
    public func name(for folder: FilePath, besides sources: [Source]) -> String {
        SourceName.make(for: folder, besides: sources.map(\.name))
    }

    /// Adds a folder as a source, under `name` or one made from the folder's own. Makes the file when there is none.
    ///
    /// The folder need not be there now. One that is a source already is left as it is.
    public func addSource(
        _ folder: FilePath, name: String? = nil
    ) throws(SettingsError) -> Addition {
        let folder = try writable(folder)
        let locked = try LockedFile.lock(file)
        let old = locked.exists ? try Configuration.read(locked.path) : ConfigurationTemplate.text
        let before = try sources(of: old)
        if let known = before.first(where: { $0.path == folder.path }) {
            return Addition(name: known.name, isNew: false, warnings: warnings(of: old))
        }
        let taken = before.map(\.name)
        let chosen = name ?? SourceName.make(for: folder.path, besides: taken)
        guard !taken.contains(chosen) else {
            throw refused(
                "there is a source \(chosen) already; choose another name, or remove it first: "
                    + "audiowatch source remove \(chosen)")
        }
        var new = ConfigurationText(old)
        new.addTable(["sources", chosen], [("path", .text(folder.text))])
        let after = try sources(of: new.text)
        guard after.count == before.count + 1, before.allSatisfy(after.contains),
            after.contains(where: { $0.name == chosen && $0.path == folder.path })
        else {
            throw refused(
                "sources are written there in a way that cannot be added to; add it by hand: "
                    + "[sources.\(TOMLText.key(chosen))] path = \(TOMLText.quoted(folder.text))")
        }
        try refuseNewFindings(old: old, new: new.text)
        try locked.replace(with: new.text)
        return Addition(name: chosen, isNew: true, warnings: warnings(of: new.text))
    }

    /// Removes a source. Its rows stay in the catalogue until they are pruned.
    public func removeSource(_ name: String) throws(SettingsError) {
        let locked = try LockedFile.lock(file)
        let old = try Configuration.read(locked.path)
        let names = try sourceNames(of: old)
        guard names.contains(name) else { throw unknownSource(name, names) }
        var new = ConfigurationText(old)
        guard new.removeTable(["sources", name]),
            try sourceNames(of: new.text) == names.filter({ $0 != name })
        else {
            throw refused("source \(name) is written inside { … }; take it out by hand")
        }
        try refuseNewFindings(old: old, new: new.text)
        try locked.replace(with: new.text)
    }

    /// Sets a key of a source, from words of a command line: one for most keys, any number for a list.
    public func setSource(
        _ name: String, _ key: String, to words: [String]
    ) throws(SettingsError) {
        let locked = try LockedFile.lock(file)
        let old = try Configuration.read(locked.path)
        let names = try sourceNames(of: old)
        guard names.contains(name) else { throw unknownSource(name, names) }
        try set(key, of: .sources, in: ["sources", name], to: words, old: old, locked)
    }

    /// Sets a key outside the sources, such as `server.port`. Makes the file when there is none.
    public func set(_ title: String, to words: [String]) throws(SettingsError) {
        let parts = title.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, let section = KnownKey.Section(rawValue: parts[0]),
            section != .sources
        else {
            let titles = KnownKey.all.filter { $0.section != .sources }.map(\.title)
            let near = Suggestion.nearest(to: title, in: titles).map { "; did you mean \($0)?" }
            throw refused(
                "no key \(title)" + (near ?? "; the keys are \(titles.joined(separator: ", "))"))
        }
        let locked = try LockedFile.lock(file)
        let old = locked.exists ? try Configuration.read(locked.path) : ConfigurationTemplate.text
        try set(parts[1], of: section, in: [parts[0]], to: words, old: old, locked)
    }

    /// The sources in the file, in its order; those that are wrong are left out.
    public func listSources() throws(SettingsError) -> [Source] {
        try sources(of: Configuration.read(file))
    }

    private func set(
        _ name: String, of section: KnownKey.Section, in table: [String], to words: [String],
        old: String, _ locked: borrowing LockedFile
    ) throws(SettingsError) {
        guard let key = KnownKey.named(name, in: section) else {
            let names = section.keys.map(\.name)
            let near = Suggestion.nearest(to: name, in: names).map { "did you mean \($0)? " } ?? ""
            throw refused("no key \(name); \(near)The keys are \(names.joined(separator: ", "))")
        }
        let check = ValueCheck(paths: pathText)
        let value: SettingValue
        switch check.check(words: words, for: key) {
        case .value(let checked): value = checked
        case .wrong(_, let message): throw refused("\(name) \(message)")
        }
        var new = ConfigurationText(old)
        new.set(name, in: table, to: value)
        let document = try TOMLDocument(new.text, file: file)
        var reader = TableReader(document: document, check: check)
        reader.read()
        guard reader.values[table + [name]] == value else {
            throw refused(
                "\(title(table, name)) is written in a way that cannot be changed; edit it by hand")
        }
        try refuseNewFindings(old: old, new: new.text)
        if new.text != old || !locked.exists { try locked.replace(with: new.text) }
    }
}

extension ConfigurationEditor {
    private var pathText: PathText {
        PathText(home: paths.home, folder: file.removingLastComponent())
    }

    /// The folder as it will be written: absolute, and UTF-8.
    private func writable(
        _ folder: FilePath
    ) throws(SettingsError) -> (path: FilePath, text: String) {
        guard folder.isAbsolute else {
            throw refused("\(folder.display) is not an absolute path")
        }
        let path = folder.lexicallyNormalized()
        guard let text = String(validating: path.bytes, as: UTF8.self) else {
            throw refused(
                "the path \(path.display) is not UTF-8, and this file must be; "
                    + "watch it through a symbolic link with a plain name: ln -s FOLDER ~/plain-name"
            )
        }
        return (path, text)
    }

    private func tables(of text: String) throws(SettingsError) -> TableReader {
        let document = try TOMLDocument(text, file: file)
        var reader = TableReader(document: document, check: ValueCheck(paths: pathText))
        reader.read()
        return reader
    }

    private func sourceNames(of text: String) throws(SettingsError) -> [String] {
        try tables(of: text).sourceNames
    }

    /// The sources of a text that may be wrong elsewhere: an edit may be what puts it right.
    private func sources(of text: String) throws(SettingsError) -> [Source] {
        let document = try TOMLDocument(text, file: file)
        var reader = ConfigurationReader(document, file: file, standard: paths)
        return reader.readSources()
    }

    private func warnings(of text: String) -> [ConfigurationWarning] {
        (try? Configuration.parse(text, file: file, paths: paths).warnings) ?? []
    }

    /// Refuses a change that makes something wrong that was not; lines may have moved, so keys count.
    private func refuseNewFindings(old: String, new: String) throws(SettingsError) {
        let before = findings(of: old)
        let added = findings(of: new).filter { finding in
            !before.contains { $0.kind == finding.kind && $0.key == finding.key }
        }
        guard added.isEmpty else { throw SettingsError(.refused, file: file, findings: added) }
    }

    private func findings(of text: String) -> [SettingsError.Finding] {
        do {
            _ = try Configuration.parse(text, file: file, paths: paths)
            return []
        } catch {
            return error.findings
        }
    }

    private func title(_ table: [String], _ name: String) -> String {
        (table + [name]).joined(separator: ".")
    }

    private func refused(_ message: String) -> SettingsError {
        SettingsError(.refused, file: file, .edit, message)
    }

    private func unknownSource(_ name: String, _ names: [String]) -> SettingsError {
        let near = Suggestion.nearest(to: name, in: names).map { "did you mean \($0)? " } ?? ""
        let list = names.isEmpty ? "there are none" : "there are \(names.joined(separator: ", "))"
        return refused(
            "no source \(name); \(near)\(near.isEmpty ? list : list.prefix(1).uppercased() + list.dropFirst())"
        )
    }
}
