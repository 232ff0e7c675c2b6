import AudiowatchCore
import SystemPackage
import TOMLKit

/// Reads the tables of a document by the list of known keys, and notes everything that does not fit.
struct TableReader {
    let document: TOMLDocument
    let check: ValueCheck
    /// Everything wrong so far.
    private(set) var findings: [SettingsError.Finding] = []
    /// Checked values by their whole key.
    private(set) var values: [[String]: SettingValue] = [:]
    /// Names of the sources, in the order of the file.
    private(set) var sourceNames: [String] = []

    init(document: TOMLDocument, check: ValueCheck) {
        self.document = document
        self.check = check
    }

    /// Reads every table.
    mutating func read() {
        for name in document.root.keys {
            guard let section = KnownKey.Section(rawValue: name) else {
                note(.unknownKey, [name], unknownSection(name))
                continue
            }
            guard let table = document.root[name]?.table else {
                note(
                    .wrongType, [name],
                    section == .sources
                        ? "sources are tables, one each: [sources.NAME] and below it path = \"…\""
                        : "\(name) is a table: [\(name)]")
                continue
            }
            if section == .sources {
                readSources(table)
            } else {
                read(table, at: [name], section)
            }
        }
    }

    /// Notes something wrong with the key at `path`.
    mutating func note(
        _ kind: SettingsError.Finding.Kind, _ path: [String], _ message: String
    ) {
        findings.append(
            .init(
                kind, key: path.joined(separator: "."), line: document.outline.line(path), message))
    }

    private mutating func readSources(_ sources: TOMLTable) {
        var order: [String: Int] = [:]
        for (index, entry) in document.outline.entries.enumerated()
        where entry.path.count > 1 && entry.path.first == "sources" {
            if order[entry.path[1]] == nil { order[entry.path[1]] = index }
        }
        for name in sources.keys.sorted(by: { order[$0, default: .max] < order[$1, default: .max] })
        {
            let path = ["sources", name]
            guard let table = sources[name]?.table else {
                let known = KnownKey.Section.sources.keys.contains { $0.name == name }
                note(
                    .wrongType, path,
                    known
                        ? "\(name) stands under [sources], and belongs to one source: "
                            + "write [sources.NAME] above it"
                        : "sources.\(name) is a table: [sources.\(TOMLText.key(name))] "
                            + "and below it path = \"…\"")
                continue
            }
            if name.isEmpty || name.unicodeScalars.contains(where: { $0.value < 0x20 }) {
                note(.badValue, path, "the name of a source is a word of visible characters")
                continue
            }
            read(table, at: path, .sources)
            sourceNames.append(name)
            if table["path"] == nil {
                let meant = table.keys.first { key in
                    KnownKey.named(key, in: .sources) == nil
                        && Suggestion.nearest(to: key, in: ["path"]) != nil
                }
                note(
                    .missingKey, path,
                    "source \(name) has no path; "
                        + (meant.map { "is \($0) meant? " } ?? "")
                        + "Write path = \"/the/folder\" below its [sources.\(TOMLText.key(name))]")
            }
        }
    }

    private mutating func read(
        _ table: TOMLTable, at path: [String], _ section: KnownKey.Section
    ) {
        for name in table.keys {
            let whole = path + [name]
            guard let key = KnownKey.named(name, in: section) else {
                note(.unknownKey, whole, unknownKey(name, in: section, at: path))
                continue
            }
            guard let value = table[name] else { continue }
            switch check.check(value, for: key) {
            case .value(let value): values[whole] = value
            case .wrong(let kind, let message):
                note(kind, whole, "\(whole.joined(separator: ".")) \(message)")
            }
        }
    }

    private func unknownSection(_ name: String) -> String {
        let sections = KnownKey.Section.allCases.map(\.rawValue)
        if let near = Suggestion.nearest(to: name, in: sections) {
            return "unknown table or key \(name); did you mean [\(near)]?"
        }
        let owners = KnownKey.all.filter { $0.name == name }
        if !owners.isEmpty {
            let places = owners.map { "[\($0.title.dropLast(name.count + 1))]" }
            return "\(name) stands outside its table; it belongs below "
                + places.joined(separator: " or ")
        }
        return "unknown table or key \(name); the tables are "
            + sections.map { $0 == "sources" ? "[sources.NAME]" : "[\($0)]" }
            .joined(separator: ", ")
    }

    private func unknownKey(
        _ name: String, in section: KnownKey.Section, at path: [String]
    ) -> String {
        let start = "unknown key \((path + [name]).joined(separator: "."))"
        let names = section.keys.map(\.name)
        if let near = Suggestion.nearest(to: name, in: names) {
            return "\(start); did you mean \(near)?"
        }
        if let owner = KnownKey.all.first(where: { $0.name == name }) {
            return "\(start); did you mean \(owner.title)?"
        }
        return "\(start); known here: \(names.joined(separator: ", "))"
    }
}
