import AudiowatchCore
import Glibc
import LocalDisk
public import Logging
import Synchronization

/// The log of the program: on standard error, a line each. Where that is the journal, its way of telling how grave a
/// line is and nothing that it knows by itself. Source: sd-daemon(3), JOURNAL_STREAM in systemd.exec(5).
public struct DaemonLog: LogHandler {
    private let threshold: LogThreshold
    private let isJournal: Bool
    private let plain: StreamLogHandler
    private let limits: Limits

    /// What places of the program say again and again.
    private final class Limits: Sendable {
        private let places = Mutex<[String: LogLimit]>([:])

        func note(_ place: String) -> LogLimit.Verdict {
            places.withLock { $0[place, default: LogLimit()].note(at: .now) }
        }
    }

    /// A logger that asks `threshold` how much is to be written.
    public static func logger(_ threshold: LogThreshold) -> Logger {
        let limits = Limits()
        // Standard error may have been led elsewhere since.
        let stream = getenv("JOURNAL_STREAM").map { String(cString: $0) }
        let isJournal = stream != nil && stream == StreamIdentity.text(of: STDERR_FILENO)
        return Logger(label: "audiowatch") {
            DaemonLog(
                threshold: threshold, isJournal: isJournal,
                plain: StreamLogHandler.standardError(label: $0), limits: limits)
        }
    }

    /// What every line of this logger tells besides; left out of the journal.
    public var metadata: Logger.Metadata = [:]
    /// The same, asked for at each line.
    public var metadataProvider: Logger.MetadataProvider?

    /// Set for a part of the program that is to say less.
    private var own: Logger.Level?

    /// The lowest level that is written now.
    public var logLevel: Logger.Level {
        get { own ?? threshold.level }
        set { own = newValue }
    }

    /// One value of ``metadata``.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a line, unless its place has said too much of late. See ``LogLimit``.
    public func log(event: LogEvent) {
        // Who asks for details wants all of them.
        guard event.level > .debug else { return write(event) }
        switch limits.note("\(event.file):\(event.line)") {
        case .write(0): write(event)
        case .write(let left):
            write(event, "(\(left) like this were not written)")
            write(event)
        case .fallSilent:
            write(
                event,
                "(more like this is not written for \(LogLimit.stretch.components.seconds) s)")
        case .skip: break
        }
    }

    private func write(_ event: LogEvent, _ note: String? = nil) {
        var event = event
        if let note { event.message = "\(note)" }
        guard isJournal else { return plain.log(event: event) }
        let lines = "\(event.message)".split(separator: "\n")
        let text = lines.map { "<\(DaemonLog.priority(event.level))>\($0)\n" }.joined()
        // One call a message: lines of several threads do not mix.
        let bytes = Array(text.utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }

    /// The level as syslog(3) numbers it.
    static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
