import AudiowatchCore
import Glibc

/// One line that is rewritten in place while something goes on; nothing at all where nobody looks.
struct ProgressLine {
    private let terminal: Terminal
    private let write: (String) -> Void
    private var shown: String?

    /// On standard error, so that data in a pipe stays clean.
    init() {
        self.init(terminal: .errors) { text in
            // A line that is lost on its way to a screen is no failure of the work.
            _ = Array(text.utf8).withUnsafeBytes {
                Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count)
            }
        }
    }

    /// On any output.
    init(terminal: Terminal, write: @escaping (String) -> Void) {
        self.terminal = terminal
        self.write = write
    }

    /// Shows `text` instead of what stood there; one line whatever it holds.
    mutating func show(_ text: String) {
        guard terminal.isInteractive else { return }
        // A line as wide as the terminal wraps on some.
        let line = TerminalText.keepingStart(
            of: TerminalText.escaped(text), columns: max(1, (terminal.width ?? 80) - 1))
        guard line != shown else { return }
        shown = line
        write("\r\u{1B}[2K\(line)")
    }

    /// Takes the line away again.
    mutating func clear() {
        guard shown != nil else { return }
        shown = nil
        write("\r\u{1B}[2K")
    }

    /// Shows a bar, and the figures behind it.
    mutating func show(done: Int, of all: Int, pace: QueuePace) {
        let figures = ProgressLine.text(done: done, of: all, pace: pace)
        show(ProgressBar.before(figures, done: done, of: all, width: terminal.width) + figures)
    }

    /// What a running scan shows: `1,204 of 20,770 · 6 % · 1,100/s · 18 s left`.
    static func text(done: Int, of all: Int, pace: QueuePace) -> String {
        var parts = [
            "\(Display.count(done)) of \(Display.count(all))", Display.percent(done, of: all),
            Display.rate(perSecond: pace.ratePerSecond),
        ]
        if let eta = pace.etaSeconds { parts.append("\(Display.remaining(seconds: eta)) left") }
        return parts.joined(separator: " · ")
    }
}
