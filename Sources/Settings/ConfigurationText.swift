/// Edits a TOML text in place: only the bytes that change are touched, so comments, order, blank lines
/// and line endings stay. Pure; every edit starts from a text that parses.
struct ConfigurationText {
    private(set) var text: String

    init(_ text: String) { self.text = text }

    /// Adds a table after the last one whose key begins like it, else at the end.
    mutating func addTable(_ path: [String], _ keys: [(name: String, value: SettingValue)]) {
        let lines =
            ["[\(TOMLText.key(path))]"] + keys.map { "\(TOMLText.key($0.name)) = \($0.value.toml)" }
        let block = lines.map { $0 + newline }.joined()
        let outline = TOMLOutline(text)
        let kin = outline.entries.last { entry in
            entry.form != .inline && entry.header.first == path.first && !entry.header.isEmpty
        }
        let end = text.utf8.count
        let place = kin.map { blockEnd(ofHeader: $0.header, in: outline) ?? end } ?? end
        var before = ""
        if place > 0, !endsLine(at: place) { before += newline }
        if place > 0, !isBlankLine(before: place) { before += newline }
        let after = place < end && !isBlankLine(after: place) ? newline : ""
        replace(place..<place, with: before + block + after)
    }

    /// Sets a key of a table that exists, whichever of TOML's ways it is written in; makes the table otherwise.
    mutating func set(_ name: String, in table: [String], to value: SettingValue) {
        let outline = TOMLOutline(text)
        let path = table + [name]
        let assignment = "\(TOMLText.key(name)) = \(value.toml)"
        if let entry = outline.entries.first(where: { $0.path == path && $0.form != .header }) {
            replace(entry.value, with: value.toml)
        } else if let header = outline.entries.first(where: {
            $0.form == .header && $0.path == table
        }) {
            let own = outline.entries.last { $0.form == .line && $0.header == table }
            insertLine(assignment, at: (own ?? header).lines.upperBound)
        } else if let inline = outline.entries.first(where: { $0.path == table }) {
            insert(assignment, intoInlineTable: inline.value)
        } else if let kin = outline.entries.last(where: {
            $0.form == .line && $0.path.starts(with: table)
        }) {
            let key = TOMLText.key(path.dropFirst(kin.header.count))
            insertLine("\(key) = \(value.toml)", at: kin.lines.upperBound)
        } else {
            addTable(table, [(name, value)])
        }
    }

    /// Removes a table with its keys and the comments among them; comments above its header stay.
    /// False when it is written inside `{ … }`, where it cannot be cut out by lines.
    mutating func removeTable(_ path: [String]) -> Bool {
        let outline = TOMLOutline(text)
        var cuts: [Range<Int>] = []
        for entry in outline.entries where entry.path.starts(with: path) {
            if entry.form == .header {
                let end = blockEnd(ofHeader: entry.path, in: outline) ?? entry.lines.upperBound
                cuts.append(withBlankLine(entry.lines.lowerBound..<end))
            } else if entry.form == .line, !entry.header.starts(with: path) {
                cuts.append(entry.lines)
            }
        }
        for cut in cuts.reversed() { replace(cut, with: "") }
        return !cuts.isEmpty
    }

    /// Where the lines of a header end: after its last key and the comments right below that, unless
    /// those stand right above the next header and so speak of it.
    private func blockEnd(ofHeader path: [String], in outline: TOMLOutline) -> Int? {
        let own = outline.entries.filter { entry in
            entry.form != .inline && entry.header == path
        }
        guard let last = own.map(\.lines.upperBound).max() else { return nil }
        var end = last
        while end < text.utf8.count, !isBlankLine(after: end) {
            let line = lineRange(at: end)
            guard firstVisible(in: line) == UInt8(ascii: "#") else { return last }
            end = line.upperBound
        }
        return end
    }

    /// The range, and one blank line above it where there would be two, or one at the end, without it.
    private func withBlankLine(_ range: Range<Int>) -> Range<Int> {
        guard isBlankLine(before: range.lowerBound),
            range.upperBound == text.utf8.count || isBlankLine(after: range.upperBound)
        else { return range }
        var start = range.lowerBound - 1
        if start > 0, bytes[start - 1] == UInt8(ascii: "\r") { start -= 1 }
        while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        return start..<range.upperBound
    }

    private var bytes: [UInt8] { Array(text.utf8) }

    private var newline: String { text.utf8.contains(UInt8(ascii: "\r")) ? "\r\n" : "\n" }

    private func endsLine(at place: Int) -> Bool { bytes.prefix(place).last == UInt8(ascii: "\n") }

    private func lineRange(at start: Int) -> Range<Int> {
        let rest = bytes.dropFirst(start)
        let end = rest.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
        return start..<end
    }

    private func firstVisible(in line: Range<Int>) -> UInt8? {
        bytes[line].first { !" \t\r\n".utf8.contains($0) }
    }

    /// True when the line that begins at `place` is blank; past the end counts as blank.
    private func isBlankLine(after place: Int) -> Bool {
        firstVisible(in: lineRange(at: place)) == nil
    }

    /// True when the line that ends at `place` is blank.
    private func isBlankLine(before place: Int) -> Bool {
        guard place > 0, endsLine(at: place) else { return false }
        let above = bytes.prefix(place - 1)
        let start = above.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return firstVisible(in: start..<(place - 1)) == nil
    }

    private mutating func insertLine(_ line: String, at place: Int) {
        let before = place > 0 && !endsLine(at: place) ? newline : ""
        replace(place..<place, with: before + line + newline)
    }

    private mutating func insert(_ assignment: String, intoInlineTable range: Range<Int>) {
        let inside = bytes[range].dropFirst().dropLast()
        let last = inside.lastIndex { !" \t\r\n".utf8.contains($0) }
        let place = last.map { $0 + 1 } ?? range.lowerBound + 1
        replace(place..<place, with: last == nil ? " \(assignment) " : ", \(assignment)")
    }

    private mutating func replace(_ range: Range<Int>, with new: String) {
        let old = bytes
        let result =
            old.prefix(range.lowerBound) + Array(new.utf8) + old.dropFirst(range.upperBound)
        text = String(decoding: result, as: UTF8.self)
    }
}
