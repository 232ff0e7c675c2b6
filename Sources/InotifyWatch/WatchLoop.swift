import AudiowatchCore
import CLinux
import Foundation
import Glibc
import SystemPackage
import Synchronization

/// What the watcher and its thread share: the table, and the bell that wakes the thread.
final class WatchLoop: Sendable {
    struct State {
        var table = WatchTable()
        /// Nil once stopped.
        var group: InotifyGroup?
        var cookieFolder: FilePath?
        var life = Life.waiting
    }

    enum Life {
        case waiting
        case running
        case stopped
    }

    let state: Mutex<State>
    private let library: InotifyLibrary
    private let bell: CInt
    private let deliver: @Sendable ([Change]) -> Void
    private let faults: WatchFaults
    private let ended = DispatchSemaphore(value: 0)

    /// Events translated under one lock and delivered at once: enough to make the lock's cost vanish,
    /// little enough to hold half a megabyte.
    private static let batch = 4_096

    /// Microseconds to wait when the kernel itself fails, so that it is not asked in a hot loop.
    private static let pauseAfterFailure: UInt32 = 100_000

    init(
        faults: WatchFaults, deliver: @escaping @Sendable ([Change]) -> Void
    ) throws(WatchError) {
        let library = try InotifyLibrary.open()
        do throws(WatchError) {
            let group = try InotifyGroup(duplicating: library.descriptor)
            let bell = clinux_wakeup_open()
            guard bell >= 0 else { throw .noDescriptorLeft }
            self.bell = bell
            state = Mutex(State(group: group))
        } catch {
            library.close()
            throw error
        }
        self.library = library
        self.deliver = deliver
        self.faults = faults
    }

    deinit {
        close(bell)
    }

    func start() {
        let isFirst = state.withLock { state in
            guard state.life == .waiting else { return false }
            state.life = .running
            return true
        }
        guard isFirst else { return }
        let thread = Thread {
            clinux_thread_name("inotify")
            self.run()
        }
        thread.start()
    }

    /// Ends the thread, the instance with all its watches, and returns when that is done.
    func stop() {
        let life = state.withLock { state in
            defer { state.life = .stopped }
            state.group = nil
            return state.life
        }
        switch life {
        case .waiting: library.close()
        case .running:
            ring()
            ended.wait()
        case .stopped: break
        }
    }

    func ring() {
        clinux_wakeup_ring(bell)
    }

    private var isStopped: Bool { state.withLock { $0.life == .stopped } }

    private func run() {
        while !isStopped {
            let woken = clinux_wakeup_wait(bell, library.descriptor, Int16(POLLIN))
            clinux_wakeup_clear(bell)
            let error = drain()
            if woken < 0 || error != 0 { usleep(Self.pauseAfterFailure) }
        }
        library.close()
        ended.signal()
    }

    /// Copies, translates and delivers until nothing waits; the library's error, if it met one.
    private func drain() -> CInt {
        while true {
            let (events, error) = library.take(limit: Self.batch)
            var (changes, isStopped) = state.withLock { state in
                let kept = faults.isSilent ? events : faults.kept(events, state.table.cookieWatch)
                return (state.table.translate(kept), state.life == .stopped)
            }
            guard !isStopped else { return 0 }
            // Whatever could not be read is lost like what did not fit.
            if error != 0 { changes.append(.overflow) }
            if !changes.isEmpty { deliver(changes) }
            guard events.count == Self.batch else { return error }
        }
    }
}
