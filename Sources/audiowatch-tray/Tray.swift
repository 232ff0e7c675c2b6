import AudiowatchCore
import CTray
import DaemonClient
import Foundation
import SystemPackage

/// The tray: shows what the watch reads and does what is clicked. Lives on the thread that serves the desktop.
final class Tray {
    /// The name of which there is one on a session's bus.
    private static let busName = "org.audiowatch.Tray"

    private let arguments: TrayArguments
    private let watch: DaemonWatch
    private let autostart: AutostartEntry
    private let began = ContinuousClock.now
    private var notices = TrayNotices()
    private var reading: DaemonWatch.Reading?
    private var notifies: Bool
    /// Problems that the user has looked at.
    private var seenProblems = 0
    /// What came of the last click, where it failed.
    private var failure: String?
    /// The page opens when there is one.
    private var opensPage: Bool
    /// A daemon is started if none runs; afterwards only who clicks starts one.
    private var startsDaemon = true
    /// That was asked for, and has not come to an end.
    private var isStarting = false
    private var look = TrayLook(environment: ProcessInfo.processInfo.environment)
    private var menu: TrayMenu?
    /// Somebody shows us.
    private var isShown: Bool?

    init(_ arguments: TrayArguments) {
        self.arguments = arguments
        notifies = arguments.notifies
        opensPage = !arguments.isAutostart
        let program = AudiowatchProgram(path: arguments.program.string, options: arguments.options)
        watch = DaemonWatch(DaemonClient(socket: arguments.socket), program) { ctray_wake() }
        autostart = AutostartEntry(
            command: [program.path, "tray", "--autostart"] + program.options,
            environment: ProcessInfo.processInfo.environment)
    }

    /// Serves until somebody quits; the exit code.
    func run() -> Int32 {
        var calls = ctray_calls()
        calls.context = Unmanaged.passUnretained(self).toOpaque()
        calls.activated = { Tray.of($0)?.activate() }
        calls.chosen = { Tray.of($0)?.choose($1) }
        calls.opening = { Tray.of($0)?.watch.look() }
        calls.shown = { Tray.of($0)?.shown($1) }
        calls.woken = { Tray.of($0)?.takeNews() }
        var error = [CChar](repeating: 0, count: 512)
        switch ctray_start(
            Tray.busName, !arguments.isAutostart, &calls, &error, Int32(error.count))
        {
        case CTRAY_SECOND:
            say("the tray runs already in this session")
            return TrayExit.done
        case CTRAY_STARTED: break
        default:
            let text = error.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            say("no session bus, so no tray: \(String(decoding: text, as: UTF8.self))")
            return TrayExit.noDesktop
        }
        watch.start()
        ctray_run()
        return TrayExit.done
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> Tray? {
        context.map { Unmanaged<Tray>.fromOpaque($0).takeUnretainedValue() }
    }

    /// The icon was clicked: whoever does that wants the page, also when the daemon has to be started for it.
    private func activate() {
        failure = nil
        guard reading?.status?.page == nil else { return open("") }
        opensPage = true
        if let reading, reading.status == nil { start(reading.absence) }
        show()
    }

    private func choose(_ entry: Int32) {
        guard let action = menu?.action(of: entry) else { return }
        failure = nil
        switch action {
        case .open: activate()
        case .showProblems:
            seenProblems = reading?.status?.problems ?? 0
            open("#/problems")
        case .pause(let seconds): watch.send(.pause(seconds: seconds))
        case .resume: watch.send(.resume)
        case .rescan: watch.send(.rescan)
        case .start: start(.notRunning)
        case .notify(let on): watch.send(.setNotifications(on))
        case .autostart(let on):
            do { try autostart.turn(on) } catch { failure = "\(error.localizedDescription)" }
        case .quit(stopsDaemon: true): watch.send(.stop)
        case .quit(stopsDaemon: false): return ctray_end()
        }
        show()
    }

    private func start(_ absence: TrayState.Absence) {
        guard case .notRunning = absence, !isStarting else { return }
        isStarting = true
        watch.send(.start)
    }

    private func open(_ place: String) {
        opensPage = false
        guard let page = reading?.status?.page else { return }
        if !ctray_open(page + place) {
            failure = "xdg-open is missing (Debian: xdg-utils)"
            say("\(failure ?? ""); the page is \(page)")
        }
        show()
    }

    private func shown(_ now: Bool) {
        defer { isShown = now }
        guard now != isShown else { return }
        if now {
            if isShown == false { say("the tray is shown") }
        } else {
            let desktop = ProcessInfo.processInfo.environment["XDG_CURRENT_DESKTOP"]
            say("\(TrayHostAdvice.text(desktop: desktop)); waiting for one")
        }
    }

    private func takeNews() {
        let (new, outcomes) = watch.take()
        for outcome in outcomes {
            failure = outcome.failure
            if outcome.request == .start { isStarting = false }
            guard outcome.failure == nil else {
                say(outcome.failure ?? "")
                continue
            }
            switch outcome.request {
            case .setNotifications(let on): notifies = on
            case .stop: return ctray_end()
            case .pause, .resume, .rescan, .start: break
            }
        }
        if let new {
            reading = new
            if let status = new.status {
                tell(status)
                seenProblems = min(seenProblems, status.problems)
            }
            if startsDaemon, new.status == nil { start(new.absence) }
            startsDaemon = false
        }
        show()
        if opensPage, reading?.status?.page != nil { open("") }
    }

    private func tell(_ status: StatusReport) {
        let elapsed = ControlTime.seconds(ContinuousClock.now - began)
        for notice in notices.take(status, at: elapsed) where notifies {
            ctray_notify(notice.kind.rawValue, notice.title, notice.text)
        }
    }

    /// Brings icon, words and menu up to date; what has not changed is not sent.
    private func show() {
        guard let reading else { return }
        let state =
            reading.status.map {
                TrayState($0, now: Date().timeIntervalSince1970, seen: seenProblems)
            }
            ?? .gone(isStarting ? .starting : reading.absence)
        let menu = TrayMenu(
            state, problems: reading.problems, notifies: notifies,
            startsWithSession: autostart.isOn, failure: failure)
        look.show(state)
        look.show(menu)
        self.menu = menu
    }
}
