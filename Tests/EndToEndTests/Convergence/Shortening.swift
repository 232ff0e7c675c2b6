import TestSupport

/// Looks for a short list of operations that still fails: parts are left out as long as what remains does.
///
/// A failure that hangs on a moment does not come each time, so a list may be tried more than once, and
/// what is found is short, not the shortest.
struct Shortening {
    /// Carries a list out in a fresh world and returns its mistakes.
    let attempt: ([Operation]) throws -> [String]
    let deadline: ContinuousClock.Instant
    /// How often a list must go well before it counts as one that does not fail.
    let tries: Int

    /// The shortest list found, and its mistakes; nil when the whole does not fail a second time.
    func shorten(_ steps: [Operation]) throws -> (steps: [Operation], mistakes: [String])? {
        guard let mistakes = try mistakes(of: steps) else { return nil }
        var best = (steps: steps, mistakes: mistakes)
        var parts = 2
        while best.steps.count > 1, !isOver {
            let size = max((best.steps.count + parts - 1) / parts, 1)
            var isShorter = false
            var start = 0
            while start < best.steps.count, !isOver {
                let end = min(start + size, best.steps.count)
                let rest = Array(best.steps[..<start] + best.steps[end...])
                if !rest.isEmpty, let mistakes = try self.mistakes(of: rest) {
                    best = (rest, mistakes)
                    isShorter = true
                } else {
                    start = end
                }
            }
            if isShorter {
                parts = max(parts - 1, 2)
            } else if size == 1 {
                break
            } else {
                parts = min(parts * 2, best.steps.count)
            }
        }
        return best
    }

    private var isOver: Bool { ContinuousClock.now >= deadline }

    private func mistakes(of steps: [Operation]) throws -> [String]? {
        for _ in 0..<tries {
            let mistakes = try attempt(steps)
            if !mistakes.isEmpty { return mistakes }
            if isOver { return nil }
        }
        return nil
    }
}
