import AudiowatchCore
import Settings

/// What a running daemon says of how it notices changes: each thing that makes the catalogue late, its cause, and
/// what helps.
struct WatchChecks {
    let status: StatusReport
    let configuration: Configuration
    /// Seconds since 1970 UTC.
    let now: Double

    /// Source by source; nothing for what is as it should be.
    func findings() -> [Finding] {
        status.sources.flatMap { source in
            [
                away(source), unwatched(source), polled(source), overflow(source),
                unreadable(source), unread(source),
            ].compactMap { $0 }
        }
    }

    private func away(_ source: SourceStatus) -> Finding? {
        guard source.state == "offline" else { return nil }
        return .warn(
            "source \(source.name)",
            "away: \(source.reason ?? "unknown"); its \(Display.count(source.files)) files are kept",
            "plug in or mount the drive: its return is noticed at once")
    }

    private func unwatched(_ source: SourceStatus) -> Finding? {
        guard source.unwatchedDirectories > 0 else { return nil }
        let all = source.watchedDirectories + source.unwatchedDirectories
        return .warn(
            "watches \(source.name)",
            "\(Display.count(source.unwatchedDirectories)) of \(Display.count(all)) folders have no watch"
                + (source.remedy == nil
                    ? "" : ": the limit of \(Display.count(source.watchLimit ?? 0)) is reached")
                + often(", so they are looked at every", source.pollSeconds),
            source.remedy ?? "audiowatch scan \(source.name)")
    }

    private func polled(_ source: SourceStatus) -> Finding? {
        guard source.coverage == .polled else { return nil }
        return .warn(
            "polling \(source.name)",
            "its file system does not tell of changes made elsewhere"
                + often(", so all of it is looked at every", source.reconcileSeconds),
            "audiowatch scan \(source.name) looks at once; "
                + "audiowatch source set \(source.name) rescan_interval TIME changes how often")
    }

    private func overflow(_ source: SourceStatus) -> Finding? {
        guard source.overflows > 0 else { return nil }
        let times = source.overflows == 1 ? "once" : "\(Display.count(source.overflows)) times"
        let scan = source.lastScan.flatMap(\.finishedAt).map {
            "everything was looked at again \(Display.age(seconds: now - $0))"
        }
        return .warn(
            "overflow \(source.name)",
            "the kernel's queue was full and dropped changes \(times): "
                + (scan ?? "everything is being looked at again"),
            "where it happens often: sudo sysctl fs.inotify.max_queued_events=131072")
    }

    private func unreadable(_ source: SourceStatus) -> Finding? {
        guard source.unreadableDirectories > 0 else { return nil }
        let one = source.unreadableDirectories == 1
        return .warn(
            "folders \(source.name)",
            "\(Display.count(source.unreadableDirectories)) \(one ? "folder" : "folders")"
                + " cannot be listed; `audiowatch problems` names \(one ? "it" : "them")",
            "give yourself the right to read \(one ? "it" : "them"), as with chmod u+rx:"
                + " it is noticed at once")
    }

    private func unread(_ source: SourceStatus) -> Finding? {
        guard source.state != "disabled", source.reading == .names else { return nil }
        let isChosen = configuration.sources.contains {
            $0.name == source.name && $0.reading == .names
        }
        let why = isChosen ? "read = names" : "opening one would download it"
        return Finding(
            verdict: .ok, subject: "reading \(source.name)",
            cause: "its files are not opened (\(why)): no lengths, no duplicates",
            remedy: "audiowatch source set \(source.name) read full opens them")
    }

    private func often(_ words: String, _ seconds: Double?) -> String {
        seconds.map { "\(words) \(Display.remaining(seconds: $0))" } ?? ""
    }
}
