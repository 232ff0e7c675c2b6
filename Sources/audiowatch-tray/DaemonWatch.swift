import AudiowatchCore
import DaemonClient
import Dispatch
import Foundation
import Synchronization

/// Asks the daemon how it is and passes on what was clicked, on two threads of its own: the tray's own thread serves
/// the desktop and never waits.
///
/// One thread listens to the daemon's events, which say that something changed and that the daemon has ended. The
/// other asks for the status then, at most once a second, and now and then when nothing is told.
final class DaemonWatch: Sendable {
    /// The daemon as it was a moment ago.
    struct Reading: Sendable {
        /// Nil when nobody answers.
        var status: StatusReport?
        /// Why nobody does.
        var absence = TrayState.Absence.notRunning
        /// The newest first.
        var problems: [TrayProblem] = []
    }

    /// What came of a request.
    struct Outcome: Sendable {
        var request: DaemonRequest
        /// Nil when it was done.
        var failure: String?
    }

    /// Between two questions, unless somebody clicks.
    private static let least: Duration = .seconds(1)

    private struct State {
        var requests: [DaemonRequest] = []
        var outcomes: [Outcome] = []
        var reading: Reading?
        var isListening = false
        /// Somebody looks: ask at once.
        var isUrgent = false
    }

    private let daemon: DaemonClient
    private let program: AudiowatchProgram
    private let state = Mutex(State())
    /// Rung for news and requests.
    private let bell = DispatchSemaphore(value: 0)
    /// Rung when there is a daemon to listen to.
    private let listening = DispatchSemaphore(value: 0)
    private let onNews: @Sendable () -> Void

    /// `onNews` is called on another thread when there is something to ``take()``.
    init(
        _ daemon: DaemonClient, _ program: AudiowatchProgram, onNews: @escaping @Sendable () -> Void
    ) {
        self.daemon = daemon
        self.program = program
        self.onNews = onNews
    }

    /// Begins, for as long as the process lives.
    func start() {
        Thread.detachNewThread { self.ask() }
        Thread.detachNewThread { self.listen() }
    }

    /// Has something done.
    func send(_ request: DaemonRequest) {
        state.withLock { $0.requests.append(request) }
        bell.signal()
    }

    /// Asks at once.
    func look() {
        state.withLock { $0.isUrgent = true }
        bell.signal()
    }

    /// What is new: the last reading, and what came of requests, the first one first.
    func take() -> (reading: Reading?, outcomes: [Outcome]) {
        state.withLock { state in
            defer { (state.reading, state.outcomes) = (nil, []) }
            return (state.reading, state.outcomes)
        }
    }

    private func listen() {
        while true {
            listening.wait()
            var hasBegun = false
            try? daemon.listen(pace: DaemonWatch.least) {
                hasBegun = true
                bell.signal()
            }
            state.withLock { $0.isListening = false }
            // A stream that ended tells of the daemon's end; one that never began tells nothing.
            if hasBegun { bell.signal() }
        }
    }

    private func ask() {
        var problems: [TrayProblem] = []
        var known = 0
        while true {
            perform()
            var reading = Reading()
            var pace = TrayState.gone(.notRunning).pace
            do {
                let status = try daemon.status()
                if status.problems != known || isUrgent { problems = newestProblems(status) }
                known = status.problems
                reading.status = status
                reading.problems = problems
                pace = TrayState(status, now: 0).pace
            } catch DaemonClientError.notRunning {
                reading.absence = .notRunning
            } catch DaemonClientError.lost {
                // It ended while it was asked.
                reading.absence = .notRunning
            } catch {
                reading.absence = .unanswering("\(error)")
            }
            let mayListen = reading.status != nil
            let begins = state.withLock { state in
                state.reading = reading
                state.isUrgent = false
                defer { state.isListening = state.isListening || mayListen }
                return mayListen && !state.isListening
            }
            if begins { listening.signal() }
            onNews()
            rest(pace)
        }
    }

    private var isUrgent: Bool { state.withLock { $0.isUrgent || !$0.requests.isEmpty } }

    /// Returns when it is time to ask again.
    private func rest(_ pace: Duration) {
        let now = DispatchTime.now()
        _ = bell.wait(timeout: now + DaemonWatch.dispatch(max(pace, DaemonWatch.least)))
        let earliest = now + DaemonWatch.dispatch(DaemonWatch.least)
        while DispatchTime.now() < earliest, !isUrgent { _ = bell.wait(timeout: earliest) }
        while bell.wait(timeout: .now()) == .success {}
    }

    private static func dispatch(_ duration: Duration) -> DispatchTimeInterval {
        .milliseconds(Int(ControlTime.seconds(duration) * 1000))
    }

    private func perform() {
        for request in state.withLock({ state in
            defer { state.requests = [] }
            return state.requests
        }) {
            var outcome = Outcome(request: request)
            do {
                try request.perform(by: daemon, program)
            } catch {
                outcome.failure = "\(error)"
            }
            state.withLock { $0.outcomes.append(outcome) }
            onNews()
        }
    }

    private func newestProblems(_ status: StatusReport) -> [TrayProblem] {
        guard status.problems > 0 else { return [] }
        let list: ProblemList? = try? daemon.get("/api/problems?limit=\(TrayMenu.mostProblems)")
        return (list?.problems ?? []).map {
            let name = $0.path.split(separator: "/").last.map(String.init) ?? $0.path
            return TrayProblem(name: name, reason: $0.reason)
        }
    }
}

private struct ProblemList: Decodable {
    struct Row: Decodable {
        var path: String
        var reason: String
    }
    var problems: [Row]
}
