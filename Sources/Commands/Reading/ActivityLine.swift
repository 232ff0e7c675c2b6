import AudiowatchCore
import Foundation

/// One change as a line of a stream.
struct ActivityLine {
    /// Seconds since 1970 UTC.
    let at: Double
    let kind: String
    let source: String
    let path: String
    let detail: String

    /// The colour of a kind of change; none for what is neither good nor bad.
    static func tint(_ kind: String) -> Tint? {
        switch kind {
        case "added", "revived": .good
        case "deleted": .warning
        case "problem", "mass-deletion": .bad
        default: nil
        }
    }

    /// With tabs between its parts, for programs.
    var tabs: String {
        [ActivityLine.text(at, "yyyy-MM-dd HH:mm:ss"), kind, source, path, detail]
            .map(TerminalText.escaped).joined(separator: "\t")
    }

    /// For eyes: the path keeps its end. `zone` nil is the local one.
    func line(for terminal: Terminal, zone: TimeZone? = nil) -> String {
        let kind = ActivityLine.padded(kind, to: 9)
        let head = "\(ActivityLine.text(at, "HH:mm:ss", zone))  "
        let place = "  \(ActivityLine.padded(TerminalText.escaped(source), to: 12))  "
        let tail = detail.isEmpty ? "" : "  " + TerminalText.escaped(detail)
        let used = [head, kind, place, tail].reduce(0) { $0 + TerminalText.columns(of: $1) }
        let shown = TerminalText.escaped(path)
        let fitting = terminal.width.map {
            TerminalText.keepingEnd(of: shown, columns: max(Table.narrowest, $0 - used))
        }
        return head + terminal.painted(kind, ActivityLine.tint(self.kind)) + place
            + (fitting ?? shown) + tail
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - TerminalText.columns(of: text)))
    }

    private static func text(_ at: Double, _ format: String, _ zone: TimeZone? = nil) -> String {
        let clock = DateFormatter()
        clock.locale = Locale(identifier: "en_US_POSIX")
        clock.timeZone = zone ?? .current
        clock.dateFormat = format
        return clock.string(from: Date(timeIntervalSince1970: at))
    }
}
