/// What a mistyped word was meant to be.
enum Suggestion {
    /// The nearest of `known`, if it is near: at most two slips, or one in three letters.
    static func nearest(to word: String, in known: [String]) -> String? {
        let ranked = known.map { (word: $0, slips: slips(word.lowercased(), $0)) }
        guard let best = ranked.min(by: { $0.slips < $1.slips }) else { return nil }
        return best.slips <= max(2, best.word.count / 3) && best.slips < word.count
            ? best.word : nil
    }

    /// Letters inserted, left out, changed or swapped with their neighbour (optimal string alignment).
    static func slips(_ left: String, _ right: String) -> Int {
        let a = Array(left.prefix(64))
        let b = Array(right.prefix(64))
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var row = [i + 1]
            for (j, other) in b.enumerated() {
                var cost = min(
                    last[j] + (letter == other ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, letter == b[j - 1], a[i - 1] == other {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last.last ?? 0
    }
}
