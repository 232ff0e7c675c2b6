import AudiowatchCore

/// One line that counts while rows are written: `12,204 of 1,000,000 · 1 % · 48,000/s`.
struct ExportProgress {
    private var line = ProgressLine()
    private let isShown: Bool
    private let total: () -> Int?
    private var known: Int??
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now

    /// As often as numbers can be read.
    private static let interval: Duration = .milliseconds(500)
    /// Rows between two looks at the clock.
    private static let rows = 256

    /// `total` is asked for once, when there is something to show: nil where nobody has counted.
    init(isShown: Bool, total: @escaping () -> Int?) {
        self.isShown = isShown && Terminal.errors.isInteractive
        self.total = total
    }

    mutating func show(_ count: Int) {
        if count % ExportProgress.rows == 0 { showNow(count) }
    }

    /// The same, whatever the count is.
    mutating func showNow(_ count: Int) {
        guard isShown else { return }
        let now = ContinuousClock.now
        guard now - last >= ExportProgress.interval else { return }
        last = now
        if known == nil { known = .some(total()) }
        line.show(ExportProgress.text(count, of: known ?? nil, after: now - start))
    }

    mutating func clear() { line.clear() }

    static func text(_ count: Int, of total: Int?, after time: Duration) -> String {
        let rate = Double(count) / max(time / .seconds(1), 0.001)
        guard let total, total >= count else {
            return "\(Display.count(count)) · \(Display.rate(perSecond: rate))"
        }
        return ProgressLine.text(
            done: count, of: total,
            pace: QueuePace(ratePerSecond: rate, etaSeconds: Double(total - count) / rate))
    }
}
