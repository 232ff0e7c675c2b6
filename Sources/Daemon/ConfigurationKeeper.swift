import AudiowatchCore
import Glibc
import HTTPDashboard
import Indexer
import InotifyWatch
import Logging
import ServiceLifecycle
import Settings
import Synchronization
import SystemPackage

/// Keeps what the daemon does equal to its configuration file: read again whenever it is saved, on SIGHUP and when
/// asked, one reading after the other. A file that cannot be used changes nothing, and is told of until it is mended.
final class ConfigurationKeeper: Sendable {
    private struct State {
        var configuration: Configuration
        var status: ConfigurationStatus
        /// There was a file once: that it is gone is a mistake, and not the wish to watch nothing.
        var hasFile: Bool
    }

    private typealias Answer = CheckedContinuation<ReloadAnswer, Never>

    private let setup: DaemonSetup
    private let indexer: Indexer
    private let events: EventHub
    private let manager: ServiceManager
    private let state: Mutex<State>
    private let wishes = AsyncStream<Answer?>.makeStream()

    init(
        _ setup: DaemonSetup, _ indexer: Indexer, _ events: EventHub, _ manager: ServiceManager
    ) {
        (self.setup, self.indexer, self.events, self.manager) = (setup, indexer, events, manager)
        let status = ConfigurationStatus(
            file: setup.file.display, appliedAt: Double(time(nil)),
            warnings: setup.warnings.map(\.finding))
        let hasFile = setup.file.withPlatformString { access($0, F_OK) } == 0
        state = Mutex(
            State(configuration: setup.configuration, status: status, hasFile: hasFile))
    }

    /// How the file stands to what is in force.
    var status: ConfigurationStatus { state.withLock { $0.status } }

    /// What is in force.
    var configuration: Configuration { state.withLock { $0.configuration } }

    /// One line on what is watched.
    var summary: String {
        let (configuration, status) = state.withLock { ($0.configuration, $0.status) }
        let count = configuration.sources.count(where: \.isEnabled)
        let watching = "watching \(count) \(count == 1 ? "source" : "sources")"
        guard let problem = status.problems.first else { return watching }
        return "\(watching); the configuration cannot be used: \(problem.text)"
    }

    /// Reads the file again, soon.
    func reloadSoon() { wishes.continuation.yield(nil) }

    /// Reads the file again, and answers when what it says is in force.
    func reload() async -> ReloadAnswer {
        await withCheckedContinuation { answer in
            if case .terminated = wishes.continuation.yield(answer) {
                answer.resume(returning: ReloadAnswer(configuration: status))
            }
        }
    }

    /// Reads and takes over, one wish after the other, until the daemon stops.
    func serve() async {
        for await wish in wishes.stream.cancelOnGracefulShutdown() {
            manager.reloading()
            let answer = await takeOver()
            manager.reloaded(summary)
            wish?.resume(returning: answer)
        }
        wishes.continuation.finish()
        for await wish in wishes.stream { wish?.resume(returning: .init(configuration: status)) }
    }

    private func takeOver() async -> ReloadAnswer {
        let before = state.withLock { $0 }
        var answer = ReloadAnswer(configuration: before.status)
        do {
            let (configuration, warnings) = try await offPool { [setup] in try setup.load() }
            let change = ConfigurationChange(
                from: before.configuration, to: configuration, started: setup.configuration)
            try OpenFiles.makeRoom(
                workers: setup.workers, sources: configuration.sources.count)
            let sources = try await indexer.apply(configuration.sourcePlan)
            if let level = change.logLevel.flatMap({ Logger.Level(rawValue: $0.rawValue) }) {
                setup.threshold.level = level
            }
            answer.configuration.problems = []
            answer.configuration.warnings = warnings.map(\.finding)
            answer.configuration.pending = change.pending
            if configuration != before.configuration || !before.status.problems.isEmpty {
                answer.configuration.appliedAt = Double(time(nil))
            }
            answer.added = sources.added
            answer.removed = sources.removed
            answer.changed = Set(sources.begunAnew + sources.retimed + sources.relabelled).sorted()
            state.withLock { state in
                state.configuration = configuration
                state.hasFile = true
            }
        } catch let error as SettingsError where error.reason == .missing && !before.hasFile {
            return answer
        } catch let error as SettingsError {
            answer.configuration.problems = error.statusFindings
        } catch {
            answer.configuration.problems = [.init(message: "\(error)")]
        }
        state.withLock { $0.status = answer.configuration }
        if answer.configuration != before.status || !answer.isQuiet { events.startAfresh() }
        tell(answer, before.status)
        return answer
    }

    private func tell(_ answer: ReloadAnswer, _ before: ConfigurationStatus) {
        let now = answer.configuration
        if let refusal = now.refusal {
            if now.problems != before.problems { setup.log.error("\(refusal)") }
            return
        }
        if !before.problems.isEmpty { setup.log.notice("\(now.file) is right again") }
        for (names, what) in [
            (answer.added, "watched now"), (answer.removed, "watched no longer"),
            (answer.changed, "changed"),
        ] where !names.isEmpty {
            setup.log.notice("configuration: \(names.joined(separator: ", ")): \(what)")
        }
        for pending in now.pending where !before.pending.contains(pending) {
            setup.log.notice("configuration: \(pending.text)")
        }
        for warning in now.warnings where !before.warnings.contains(warning) {
            setup.log.warning("\(now.file): \(warning.text)")
        }
    }
}

extension ReloadAnswer {
    /// True when no source was touched.
    fileprivate var isQuiet: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }
}

extension ConfigurationWarning {
    /// As a status tells it.
    var finding: ConfigurationStatus.Finding { .init(line: line, message: message) }
}
