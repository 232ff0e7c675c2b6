import AudiowatchCore

/// One line of an examination.
struct Finding: Hashable, Encodable {
    /// How bad it is.
    enum Verdict: String, Encodable, CaseIterable {
        case ok, warn, fail

        fileprivate var tint: Tint {
            switch self {
            case .ok: .good
            case .warn: .warning
            case .fail: .bad
            }
        }
    }

    /// How bad it is.
    var verdict: Verdict
    /// What was looked at: `config`, `source samples`, `inotify`, …
    var subject: String
    /// One sentence with the facts.
    var cause: String
    /// The command, or the deed, that helps.
    var remedy: String?

    static func ok(_ subject: String, _ cause: String) -> Finding {
        Finding(verdict: .ok, subject: subject, cause: cause)
    }

    static func warn(_ subject: String, _ cause: String, _ remedy: String?) -> Finding {
        Finding(verdict: .warn, subject: subject, cause: cause, remedy: remedy)
    }

    static func fail(_ subject: String, _ cause: String, _ remedy: String?) -> Finding {
        Finding(verdict: .fail, subject: subject, cause: cause, remedy: remedy)
    }

    /// `warn  inotify  …`, and the remedy on a line of its own.
    func lines(for terminal: Terminal) -> [String] {
        let word = terminal.painted(verdict.rawValue, verdict.tint)
        let head =
            word + String(repeating: " ", count: max(1, 6 - verdict.rawValue.count))
            + TerminalText.escaped("\(subject.padding(18))\(cause)")
        return [head] + (remedy.map { ["\("".padding(24))→ \(TerminalText.escaped($0))"] } ?? [])
    }
}

extension String {
    /// With blanks up to a width, and one at least.
    fileprivate func padding(_ width: Int) -> String {
        self + String(repeating: " ", count: max(isEmpty ? width : 1, width - count))
    }
}
