import AudiowatchCore
import SQLiteCatalog

/// Groups for reading. Paths keep their ends where a terminal is too narrow for them.
enum GroupLines {
    static func exact(_ group: DuplicateGroup, for terminal: Terminal) -> [String] {
        let title = [
            "\(Display.count(group.members.count)) × \(Display.bytes(group.size))",
            "\(Display.bytes(group.wasted)) wasted", what(group.properties), said(group.verdict),
        ]
        return [title.filter { !$0.isEmpty }.joined(separator: " · ")]
            + group.members.map { member in
                let kind =
                    switch member.kind {
                    case .original: "original "
                    case .copy: "copy     "
                    case .hardLink: "hard link"
                    }
                let notes =
                    mark(member.file, group.verdict) + (member.role == .backup ? "  (backup)" : "")
                    + (member.sourceState == "offline" ? "  (offline)" : "")
                return line(kind + "  ", member.path, notes, terminal)
            }
    }

    static func near(_ group: NearGroup, for terminal: Terminal) -> [String] {
        let kind =
            switch group.kind {
            case .close: "close"
            case .loose: "loose"
            case .commonName: "common name"
            }
        let title =
            "\(TerminalText.escaped(group.baseName)) · \(Display.count(group.count)) contents · \(kind)"
            + (group.verdict.map { " · \(said($0))" } ?? "")
        // Of a name that says nothing the members say nothing either.
        guard group.kind != .commonName else { return [title] }
        return [title]
            + group.members.map {
                line(
                    "", $0.path,
                    mark($0.file, group.verdict)
                        + "  \(what($0.properties)), \(Display.bytes($0.size))", terminal)
            }
    }

    private static func line(
        _ kind: String, _ path: String, _ notes: String, _ terminal: Terminal
    ) -> String {
        let shown = TerminalText.escaped(path)
        guard let width = terminal.width else { return "  \(kind)\(shown)\(notes)" }
        let room = width - 2 - TerminalText.columns(of: kind) - TerminalText.columns(of: notes)
        let fitting = TerminalText.keepingEnd(of: shown, columns: max(Table.narrowest, room))
        return "  \(terminal.painted(kind, .quiet))\(fitting)\(terminal.painted(notes, .quiet))"
    }

    private static func said(_ verdict: GroupVerdict?) -> String {
        switch verdict?.verdict {
        case .keep where verdict?.file == nil: "the one to keep is gone"
        case .keep: verdict?.unseen == nil ? "one is kept" : "one is kept, others came since"
        case .notDuplicate: "not duplicates"
        case .later: "put off"
        case nil: ""
        }
    }

    private static func mark(_ file: File.ID, _ verdict: GroupVerdict?) -> String {
        if verdict?.file == file { return "  (kept)" }
        return verdict?.unseen?.contains(file) == true ? "  (new)" : ""
    }

    private static func what(_ properties: Properties) -> String {
        [
            properties.format ?? "",
            properties.duration.map { Display.duration(seconds: $0) } ?? "",
            Display.sound(properties),
        ].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
