import AudiowatchCore

/// Rows for reading, in columns that line up and fit a width.
struct Table {
    /// One column.
    struct Column {
        /// Its heading.
        var title: String
        /// Where short cells stand.
        var alignment = Alignment.left
        /// What goes when the table is too wide.
        var shortening = Shortening.never

        enum Alignment { case left, right }
        enum Shortening {
            /// Always whole: numbers, states.
            case never
            /// Its start goes: paths.
            case start
            /// Its end goes: names, sentences.
            case end
        }

        /// A column of text.
        static func text(_ title: String, _ shortening: Shortening = .never) -> Column {
            Column(title: title, shortening: shortening)
        }

        /// A column of numbers.
        static func number(_ title: String) -> Column {
            Column(title: title, alignment: .right)
        }
    }

    /// Narrowest that a column is made, in columns of the terminal.
    static let narrowest = 8
    private static let gap = "  "

    let columns: [Column]
    private var rows: [[String]] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    /// True when nothing was added.
    var isEmpty: Bool { rows.isEmpty }

    /// Adds a row; cells may hold anything, they are escaped here. Missing cells are empty, extra ones dropped.
    mutating func add(_ cells: [String]) {
        let padded = cells + Array(repeating: "", count: max(0, columns.count - cells.count))
        rows.append(padded.prefix(columns.count).map(TerminalText.escaped))
    }

    /// Heading and rows as lines without blanks at their ends. `width` nil, as in a pipe, cuts nothing.
    func lines(width: Int? = nil) -> [String] {
        let widths = fitted(to: width)
        return ([columns.map(\.title)] + rows).map { row in
            var line = zip(zip(row, columns), widths).map { pair, width in
                let (cell, column) = pair
                let shown = Self.shortened(cell, column, to: width)
                let blanks = String(
                    repeating: " ", count: max(0, width - TerminalText.columns(of: shown)))
                return column.alignment == .left ? shown + blanks : blanks + shown
            }.joined(separator: Self.gap)
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    private func fitted(to width: Int?) -> [Int] {
        var widths = columns.indices.map { index in
            ([columns.map(\.title)] + rows).reduce(0) { widest, row in
                max(widest, TerminalText.columns(of: row.dropFirst(index).first ?? ""))
            }
        }
        guard let width else { return widths }
        var excess =
            widths.reduce(0, +) + Self.gap.count * max(0, columns.count - 1) - width
        // The widest that may shrink gives way first, down to the next widest.
        while excess > 0 {
            let shrinkable = widths.indices.filter {
                columns[$0].shortening != .never && widths[$0] > Self.narrowest
            }
            guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { break }
            let next =
                shrinkable.filter { widths[$0] < widths[widest] }.map { widths[$0] }.max()
                ?? Self.narrowest
            let step = min(excess, max(1, widths[widest] - max(next, Self.narrowest)))
            widths[widest] -= step
            excess -= step
        }
        return widths
    }

    private static func shortened(_ cell: String, _ column: Column, to width: Int) -> String {
        switch column.shortening {
        case .never: cell
        case .start: TerminalText.keepingEnd(of: cell, columns: width)
        case .end: TerminalText.keepingStart(of: cell, columns: width)
        }
    }
}
