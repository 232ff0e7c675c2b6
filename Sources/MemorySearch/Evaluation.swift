import AudiowatchCore
import Glibc

/// When it is quicker to look at what was found than at everything.
struct SearchPlan: Sendable {
    /// So many are put in order when they are found; for more an order of all is walked through.
    var sorted = 4_000
    /// Where not more than this part of all entries is left (one in so many), each is asked for a further word.
    var part = 100
    /// So many are sorted together, about, where all are put in order: their keys take 16 bytes each meanwhile.
    var together = 30_000
    /// An order is forgotten when so many entries have changed, and an eighth of all.
    var changed = 10_000
}

/// A query answered for every entry at once. The meaning is that of `SearchQuery.matches`.
extension EntryTable {
    /// The entries that are looked for.
    ///
    /// What costs least goes first, then long words, since they are rare; what is left to be asked of few
    /// entries is asked of each.
    func matches(_ query: SearchQuery, at moment: SearchMoment, by plan: SearchPlan) -> Bits {
        var result = all
        let clauses = query.clauses.sorted { EntryTable.cost($0) < EntryTable.cost($1) }
        for (place, clause) in clauses.enumerated() {
            let left = result.population
            if left == 0 { break }
            if place > 0, isText(clause), left <= count / plan.part {
                return filtered(result, by: clauses[place...], at: moment)
            }
            result.formIntersection(entries(clause, at: moment))
        }
        return result
    }

    /// Those of a few entries for which all these clauses hold; so many clauses of texts are asked at once.
    private func filtered(
        _ few: Bits, by clauses: ArraySlice<SearchQuery.Clause>, at moment: SearchMoment
    ) -> Bits {
        var texts = clauses.filter(isText)[...]
        var result = few
        while !texts.isEmpty, result.population > 0 {
            result = filtered(result, by: texts.prefix(EntryTable.together))
            texts = texts.dropFirst(EntryTable.together)
        }
        for clause in clauses where !isText(clause) && result.population > 0 {
            result.formIntersection(entries(clause, at: moment))
        }
        return result
    }

    /// A word takes a byte a folder while it is asked for.
    private static let together = 8

    /// The entries for which one of a clause's terms holds.
    private func entries(_ clause: SearchQuery.Clause, at moment: SearchMoment) -> Bits {
        var either = Bits(count: count)
        for term in clause.terms {
            let found = entries(term.test, at: moment)
            if term.isExcluded {
                var others = all
                others.subtract(found)
                either.formUnion(others)
            } else {
                either.formUnion(found)
            }
        }
        return either
    }

    /// Columns before texts; of texts those before others that leave fewer.
    private static func cost(_ clause: SearchQuery.Clause) -> Int {
        clause.terms.reduce(0) { sum, term in
            guard case .text(let text, _) = term.test else { return sum }
            return sum + (term.isExcluded ? 20_000 : 10_000 - min(text.bytes.count, 9_000))
        }
    }

    private func isText(_ clause: SearchQuery.Clause) -> Bool {
        clause.terms.allSatisfy {
            if case .text(let text, let field) = $0.test {
                // A path reaches from folders into names.
                return field != .path && !text.isEmpty
            }
            return false
        }
    }

    /// Those of a few entries for which each of these clauses of texts holds. An entry is looked at once for all
    /// of them: most of what that takes is waiting for its bytes.
    private func filtered(_ few: Bits, by clauses: ArraySlice<SearchQuery.Clause>) -> Bits {
        let asked = clauses.map { $0.terms.compactMap(askedText) }
        var result = Bits(count: count)
        few.forEach { slot in
            let isFound = asked.allSatisfy { clause in
                clause.contains { holds($0, slot) != $0.isExcluded }
            }
            if isFound { result[slot] = true }
        }
        return result
    }

    /// A word with what need be found out once only.
    private struct AskedText {
        var text: SearchedText
        var field: TextField
        var isExcluded: Bool
        var inNames: Bool
        var inTags: Bool
        /// For each folder whether it holds the word; empty where folders are not meant.
        var folders: [Bool]
    }

    private func askedText(_ term: SearchQuery.Term) -> AskedText? {
        guard case .text(let text, let field) = term.test else { return nil }
        return AskedText(
            text: text, field: field, isExcluded: term.isExcluded,
            inNames: [.anywhere, .name].contains(field),
            inTags: ![.name, .folder].contains(field),
            folders: [.anywhere, .folder].contains(field) ? folders.marks(holding: text) : [])
    }

    private func holds(_ asked: AskedText, _ slot: Int) -> Bool {
        var row = firsts[slot]
        while row != FileRows.none {
            if !asked.folders.isEmpty, asked.folders[Int(files.folders[Int(row)])] { return true }
            if asked.inNames, files.names.holds(asked.text, Int(row)) { return true }
            row = files.next(row)
        }
        return asked.inTags && tags.holds(asked.text, in: asked.field, slot)
    }

    private func entries(_ test: SearchQuery.Test, at moment: SearchMoment) -> Bits {
        switch test {
        case .text(let text, let field): return entries(holding: text, in: field)
        case .format(let format): return marked { formats.mark(&$0) { $0 == format } }
        case .source(let name):
            return files.entries(
                inFolders: folders.marks { $0.name == name }, count: count)
        case .number(let field, let range): return entries(field, in: range)
        case .modified(let range):
            return files.entries(
                changed: { range.contains(Double($0), now: moment.now, offset: moment.offset) },
                count: count)
        case .key(let key):
            return told(
                musicalKeys.verdicts { $0 == key }, { $0.keys.verdicts { $0 == key } })
        case .label(let label):
            return marked { labels.mark(&$0) { $0.contains { $0.searched == label } } }
        case .state(let word): return entries(word)
        }
    }

    private func marked(_ body: (inout Bits) -> Void) -> Bits {
        var bits = Bits(count: count)
        body(&bits)
        return bits
    }

    /// Names, folders and tags are looked through side by side: that is most of what a question takes.
    private func entries(holding text: SearchedText, in field: TextField) -> Bits {
        var finds: [@Sendable () -> Bits] = []
        if [.anywhere, .name, .path].contains(field) {
            for part in SideBySide.parts(of: files.count) {
                finds.append { files.entries(holding: text, in: part, count: count) }
            }
        }
        if [.anywhere, .folder, .path].contains(field) {
            finds.append {
                files.entries(inFolders: folders.marks(holding: text), count: count)
            }
        }
        if [.anywhere, .title, .artist, .album, .tag].contains(field) {
            finds.append { tags.entries(holding: text, in: field, count: count) }
        }
        var result = SideBySide.union(finds, count: count)
        if field == .path { acrossSlash(text, &result) }
        return result
    }

    /// `drums/kick` reaches from the end of a folder into the start of a name.
    private func acrossSlash(_ text: SearchedText, _ result: inout Bits) {
        for place in text.bytes.indices where text.bytes[place] == UInt8(ascii: "/") {
            let isEnd = folders.marks(endingWith: text.bytes[..<place])
            guard isEnd.contains(true) else { continue }
            let start = Array(text.bytes[(place + 1)...])
            result.withMutableWords { words in
                files.names.withText { names, ends in
                    files.eachRow(in: isEnd) { row, entry in
                        let (at, length) = TextRows.place(row, ends)
                        if length >= start.count, memcmp(names + at, start, start.count) == 0 {
                            mark(words, entry)
                        }
                    }
                }
            }
        }
    }

    private func entries(_ field: NumberField, in range: NumberRange) -> Bits {
        if field == .tempo {
            return told(
                tempos.verdicts(where: range.contains),
                { $0.tempos.verdicts(where: range.contains) })
        }
        return marked { bits in
            switch field {
            case .sampleRate: rates.mark(&bits) { range.contains(Double($0)) }
            case .channels: channels.mark(&bits) { range.contains(Double($0)) }
            case .bitDepth: depths.mark(&bits) { range.contains(Double($0)) }
            case .copies: copies.mark(&bits) { range.contains(Double($0)) }
            case .tempo: break
            case .size:
                let (least, greatest) = range.ends
                sizes.mark(&bits) { Double($0) >= least && Double($0) <= greatest }
            case .duration:
                let (least, greatest) = range.ends
                lengths.mark(&bits) {
                    let length = SearchSubject.length($0)
                    return length >= least && length <= greatest
                }
            }
        }
    }

    /// The entries of which tags or chunks say so, or where these say nothing the name of the first file that
    /// says anything, or a folder of it. The meaning is that of `ToldSound`.
    private func told(_ stored: [Verdict], _ named: (NamedColumns) -> [Verdict]) -> Bits {
        let rows = named(files.named)
        let folders = folders.verdicts(named)
        return marked { bits in
            bits.withMutableWords { words in
                stored.withUnsafeBufferPointer { stored in
                    rows.withUnsafeBufferPointer { rows in
                        all.forEach { slot in
                            var verdict = stored[slot]
                            var row = firsts[slot]
                            while verdict == .none, row != FileRows.none {
                                verdict = rows[Int(row)]
                                if verdict == .none {
                                    verdict = folders[Int(files.folders[Int(row)])]
                                }
                                row = files.next(row)
                            }
                            if verdict == .yes { mark(words, UInt32(truncatingIfNeeded: slot)) }
                        }
                    }
                }
            }
        }
    }

    func entries(_ word: FileStateWord) -> Bits {
        if let bit = EntryTable.marks.firstIndex(of: word) {
            return marked { bits in
                bits.withMutableWords { words in
                    states.withUnsafeBufferPointer { states in
                        for slot in 0..<states.count where states[slot] & 1 << UInt8(bit) != 0 {
                            mark(words, UInt32(truncatingIfNeeded: slot))
                        }
                    }
                }
            }
        }
        switch word {
        case .duplicate: return marked { copies.mark(&$0) { $0 > 1 } }
        case .offline: return all(but: { !$0.isAway })
        case .unbacked: return all(but: { $0.isBackup })
        default: return Bits(count: count)
        }
    }

    private func all(but passes: (IndexedSource) -> Bool) -> Bits {
        var bits = all
        bits.subtract(files.entries(inFolders: folders.marks(whereSource: passes), count: count))
        return bits
    }
}
