import ArgumentParser
import AudiowatchCore
import Glibc

/// How the rows of an answer leave: for eyes a table of the first fifty, for programs every row as it comes.
///
/// In a pipe a row is one line with tabs between its cells, whatever its number; with `--json` a line of
/// JSON; with `-0` or `--template` bytes of the row's own, exact, and what ends them.
struct RowOutput {
    /// Rows that a terminal shows unless told otherwise: what fits without scrolling far.
    static let shown = 50

    /// How rows are written.
    enum Style: Hashable {
        case table, tabs, json
        /// ``Row/bytes``, and this byte after them.
        case bytes(end: UInt8)
    }

    /// One row in all its styles.
    struct Row {
        var cells: [String]
        /// Full sentences below the row, in a table only.
        var notes: [String] = []
        /// Colours of cells, by their column.
        var tints: [Int: Tint] = [:]
        /// What is written of it where the style asks for bytes.
        var bytes: [UInt8] = []
        var json: any Encodable
    }

    private let style: Style
    private let terminal: Terminal
    private var table: Table
    private var notes: [[String]] = []
    private let limit: Int?
    private(set) var count = 0

    /// `limit` nil means all, and the first fifty on a terminal.
    init(
        _ columns: [Table.Column], json: Bool, bytesEnd: UInt8? = nil, limit: Int?,
        terminal: Terminal = .output
    ) {
        style =
            json
            ? .json
            : bytesEnd.map { .bytes(end: $0) } ?? (terminal.isInteractive ? .table : .tabs)
        self.terminal = terminal
        self.limit = limit
        table = Table(columns)
    }

    /// True where rows leave as they come, and so may wait for whoever reads them.
    var isStream: Bool { style != .table }

    /// Takes a row; false when no more are wanted.
    mutating func add(_ row: @autoclosure () throws -> Row) rethrows -> Bool {
        if let limit, count >= limit { return false }
        count += 1
        switch style {
        case .table:
            // The rest is only counted, so that the answer can say how much is not shown.
            guard limit != nil || count <= RowOutput.shown else { return true }
            let row = try row()
            table.add(row.cells, tints: row.tints)
            notes.append(row.notes)
        case .tabs:
            print(try row().cells.map(TerminalText.escaped).joined(separator: "\t"))
        case .json:
            let row = try row()
            if let line = try? JSONOutput.line(row.json) { print(line) }
        case .bytes(let end):
            for byte in try row().bytes + [end] { putchar(Int32(byte)) }
        }
        return limit.map { count < $0 } ?? true
    }

    /// Rows that are asked for at least: where the rest is only counted, those that are shown.
    var least: Int? { limit ?? (style == .table ? RowOutput.shown : nil) }

    /// Counts rows that are there and not shown.
    mutating func count(further rows: Int) { count += max(0, rows) }

    /// Heading, rows and the sentences below them.
    var tableLines: [String] {
        let lines = table.lines(for: terminal)
        return lines.prefix(1)
            + zip(lines.dropFirst(), notes).flatMap { line, notes in
                [line] + notes.map { "    " + terminal.painted(TerminalText.escaped($0), .quiet) }
            }
    }

    /// Writes what is left, and ends with the exit code for nothing found when there was no row.
    func finish(nothing: String) throws {
        guard count > 0 else {
            if style != .json { say(nothing) }
            throw ExitCode.nothing
        }
        guard style == .table else { return }
        for line in tableLines { print(line) }
        let hidden = limit == nil ? count - RowOutput.shown : 0
        if hidden > 0 { say("\(Display.count(hidden)) more; --limit NUMBER shows them") }
    }
}

/// `--limit` of every list.
struct LimitOption: ParsableArguments {
    @Option(help: "At most so many rows; on a terminal the first 50 when not given.")
    var limit: Int?

    mutating func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 on") }
    }
}
