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
        let all = known ?? nil
        if let all, all >= count {
            line.show(done: count, of: all, pace: ExportProgress.pace(count, all, now - start))
        } else {
            line.show(ExportProgress.text(count, after: now - start))
        }
    }

    mutating func clear() { line.clear() }

    /// `12,204 · 48,000/s`
    static func text(_ count: Int, after time: Duration) -> String {
        "\(Display.count(count)) · \(Display.rate(perSecond: pace(count, count, time).ratePerSecond))"
    }

    static func pace(_ count: Int, _ all: Int, _ time: Duration) -> QueuePace {
        let rate = Double(count) / max(time / .seconds(1), 0.001)
        return QueuePace(
            ratePerSecond: rate, etaSeconds: rate > 0 ? Double(all - count) / rate : nil)
    }
}
