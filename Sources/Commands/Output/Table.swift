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
        /// Whether it goes altogether when those that are shortened would say nothing any more: the highest first, 0
        /// never.
        var spare = 0

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
        static func text(
            _ title: String, _ shortening: Shortening = .never, spare: Int = 0
        ) -> Column {
            Column(title: title, shortening: shortening, spare: spare)
        }

        /// A column of numbers.
        static func number(_ title: String, spare: Int = 0) -> Column {
            Column(title: title, alignment: .right, spare: spare)
        }
    }

    /// Narrowest that a column is made, in columns of the terminal.
    static let narrowest = 8
    /// Before a column is made narrower than this, those that can be spared go.
    static let comfortable = 24
    private static let gap = "  "

    let columns: [Column]
    private var rows: [[String]] = []
    /// Of each row, the colour of each cell that has one, by its column.
    private var tints: [[Int: Tint]] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    /// True when nothing was added.
    var isEmpty: Bool { rows.isEmpty }

    /// Adds a row; cells may hold anything, they are escaped here. Missing cells are empty, extra ones dropped.
    /// `tints` are the colours of cells, by their column.
    mutating func add(_ cells: [String], tints: [Int: Tint] = [:]) {
        let padded = cells + Array(repeating: "", count: max(0, columns.count - cells.count))
        rows.append(padded.prefix(columns.count).map(TerminalText.escaped))
        self.tints.append(tints)
    }

    /// Heading and rows as lines without blanks at their ends. `width` nil, as in a pipe, cuts nothing.
    func lines(width: Int? = nil) -> [String] {
        lines(for: Terminal(width: width, isInteractive: false, hasColour: false))
    }

    /// The same in the colours of a terminal, as wide as that is.
    func lines(for terminal: Terminal) -> [String] {
        let shown = shownColumns(in: terminal.width)
        guard shown.count == columns.count else {
            var narrower = Table(shown.map { columns[$0] })
            for (row, tints) in zip(rows, tints) {
                let kept = shown.enumerated().compactMap { new, old in tints[old].map { (new, $0) }
                }
                narrower.add(
                    shown.map { row[$0] }, tints: Dictionary(uniqueKeysWithValues: kept))
            }
            return narrower.lines(for: terminal)
        }
        let widths = fitted(to: terminal.width)
        let heading = Dictionary(uniqueKeysWithValues: columns.indices.map { ($0, Tint.quiet) })
        return zip([columns.map(\.title)] + rows, [heading] + tints).map { row, tints in
            let cells = zip(zip(row, columns), widths).map { pair, width in
                Self.shortened(pair.0, pair.1, to: width)
            }
            let last = cells.lastIndex { !$0.isEmpty } ?? 0
            return zip(zip(cells, columns), widths).prefix(last + 1).enumerated().map {
                index, cell in
                let ((shown, column), width) = cell
                let blanks = String(
                    repeating: " ", count: max(0, width - TerminalText.columns(of: shown)))
                let painted = terminal.painted(shown, tints[index])
                guard column.alignment == .left else { return blanks + painted }
                return index == last ? painted : painted + blanks
            }.joined(separator: Self.gap)
        }
    }

    /// The columns that are shown in a width: all of them where they fit.
    private func shownColumns(in width: Int?) -> [Int] {
        guard let width else { return Array(columns.indices) }
        let widths = naturalWidths
        var shown = Array(columns.indices)
        func needed() -> Int {
            shown.reduce(Self.gap.count * max(0, shown.count - 1)) { sum, index in
                let natural = widths[index]
                let isFixed = columns[index].shortening == .never
                return sum + (isFixed ? natural : min(natural, Self.comfortable))
            }
        }
        while needed() > width,
            let spared = shown.filter({ columns[$0].spare > 0 })
                .max(by: { columns[$0].spare < columns[$1].spare })
        {
            shown.removeAll { $0 == spared }
        }
        return shown
    }

    private var naturalWidths: [Int] {
        columns.indices.map { index in
            ([columns.map(\.title)] + rows).reduce(0) { widest, row in
                max(widest, TerminalText.columns(of: row.dropFirst(index).first ?? ""))
            }
        }
    }

    private func fitted(to width: Int?) -> [Int] {
        var widths = naturalWidths
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
