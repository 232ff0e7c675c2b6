import Glibc

/// Lines that are drawn over those drawn before, as long as somebody looks.
///
/// The last ones stay where they are when the program ends, however it ends: nothing of the terminal's state is
/// changed that had to be changed back.
struct LiveScreen {
    private let write: (String) -> Void
    private var drawn = 0
    private var terminal: Terminal?

    /// On standard output.
    init() {
        self.init { text in
            print(text, terminator: "")
            fflush(nil)
        }
    }

    /// On any output.
    init(write: @escaping (String) -> Void) {
        self.write = write
    }

    /// Draws `lines`, which are escaped already, cut to the terminal's width and height.
    mutating func show(_ lines: [String], on terminal: Terminal) {
        var shown = lines
        // The last row stays free: the cursor stands there.
        if let height = terminal.height, shown.count >= height {
            let hidden = shown.count - max(1, height - 2)
            shown = shown.prefix(max(1, height - 2)) + ["… and \(hidden) more lines"]
        }
        // Lines that wrapped when the window became narrower cannot be counted: begin on a clean screen.
        let isResized = self.terminal.map { $0 != terminal } ?? false
        let start = isResized ? "\u{1B}[H\u{1B}[2J" : drawn > 0 ? "\u{1B}[\(drawn)F" : ""
        let text = shown.map { terminal.fitted($0) + "\u{1B}[K\n" }.joined()
        write(start + text + "\u{1B}[J")
        drawn = shown.count
        self.terminal = terminal
    }
}
