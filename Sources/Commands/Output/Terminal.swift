import Glibc

/// Whether an output is a terminal, and how large.
struct Terminal: Sendable, Equatable {
    /// Columns; nil when the output is no terminal, or does not say.
    let width: Int?
    /// Rows; nil when the output is no terminal, or does not say.
    let height: Int?
    /// True when somebody is looking: progress is shown, questions may be asked.
    let isInteractive: Bool
    /// True when colours are wanted: an interactive output without `NO_COLOR`. Source: no-color.org.
    let hasColour: Bool

    /// Data goes here.
    static var output: Terminal { Terminal(descriptor: STDOUT_FILENO) }
    /// Talk goes here.
    static var errors: Terminal { Terminal(descriptor: STDERR_FILENO) }

    /// True when whoever read what is written has gone, as `head` does: a stream that waits for news would not notice
    /// before there is some. Source: poll(2), POLLERR.
    static var outputIsClosed: Bool {
        var wish = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
        return poll(&wish, 1, 0) > 0 && wish.revents & Int16(POLLERR) != 0
    }

    /// Asks the system about an open file.
    init(descriptor: Int32) {
        let isTerminal = isatty(descriptor) == 1
        let environment = { (name: String) in getenv(name).map { String(cString: $0) } ?? "" }
        isInteractive = isTerminal && environment("TERM") != "dumb"
        hasColour = isInteractive && environment("NO_COLOR").isEmpty
        var size = winsize()
        let answer = isTerminal ? ioctl(descriptor, UInt(TIOCGWINSZ), &size) : -1
        width = answer == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
        height = answer == 0 && size.ws_row > 0 ? Int(size.ws_row) : nil
    }

    /// Known values, for tests.
    init(width: Int?, height: Int? = nil, isInteractive: Bool, hasColour: Bool) {
        self.width = width
        self.height = height
        self.isInteractive = isInteractive
        self.hasColour = hasColour
    }
}
