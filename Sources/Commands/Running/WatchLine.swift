import AudiowatchCore

/// How the changes of one source are noticed, in one line.
struct WatchLine {
    private let source: SourceStatus
    private let now: Double

    /// `now` is seconds since 1970 UTC.
    init(_ source: SourceStatus, now: Double) {
        self.source = source
        self.now = now
    }

    var text: String {
        let parts = [coverage, watches, unreadable, overflows, rescans, lastEvent, reconcile, next]
        return "  \(TerminalText.escaped(source.name)): "
            + parts.compactMap { $0 }.joined(separator: " · ")
    }

    private var coverage: String {
        switch source.coverage {
        case .watched: "watched"
        case .partly: "partly watched"
        case .polled: "polled"
        case .none: "not watched"
        }
    }

    private var watches: String {
        let missing =
            source.unwatchedDirectories > 0
            ? ", \(Display.count(source.unwatchedDirectories)) without a watch"
                + (source.pollSeconds.map {
                    " looked at every \(Display.remaining(seconds: $0))"
                } ?? "") : ""
        let share = source.watchLimit.map {
            " (\(Display.percent(source.watchedDirectories, of: $0)) of the limit)"
        }
        let noun = source.watchedDirectories == 1 ? "folder" : "folders"
        return "\(Display.count(source.watchedDirectories)) \(noun)\(share ?? "")\(missing)"
    }

    private var unreadable: String? {
        source.unreadableDirectories > 0
            ? "\(Display.count(source.unreadableDirectories)) unreadable" : nil
    }

    private var overflows: String? {
        source.overflows > 0 ? "\(Display.count(source.overflows)) overflows" : nil
    }

    /// `3 scans (2 overflow, 1 start; last: overflow)`.
    private var rescans: String? {
        let counts = ScanReason.allCases.compactMap { reason in
            source.rescans[reason.rawValue].map { "\($0) \(reason.rawValue)" }
        }
        guard !counts.isEmpty else { return nil }
        let last =
            counts.count > 1 ? source.lastScan.map { "; last: \($0.reason.rawValue)" } ?? "" : ""
        return "scans: \(counts.joined(separator: ", "))\(last)"
    }

    private var lastEvent: String? {
        source.lastEventAt.map { "last change \(Display.age(seconds: now - $0))" }
    }

    private var reconcile: String? {
        source.lastReconcileAt.map { "compared \(Display.age(seconds: now - $0))" }
    }

    private var next: String? {
        source.nextReconcileAt.map { next in
            let every = source.reconcileSeconds.map { ", every \(Display.remaining(seconds: $0))" }
            return "again in \(Display.remaining(seconds: next - now))\(every ?? "")"
        }
    }
}
