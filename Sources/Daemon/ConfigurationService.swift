import AudiowatchCore
import Glibc
import InotifyWatch
import Logging
import ServiceLifecycle
import UnixSignals

/// What has the configuration read again: the file that is saved, and SIGHUP.
struct ConfigurationService: Service {
    let setup: DaemonSetup
    let keeper: ConfigurationKeeper
    /// Ends the daemon.
    let stop: @Sendable () -> Void

    func run() async throws {
        let watcher = watch()
        await withTaskGroup { group in
            group.addTask { await keeper.serve() }
            group.addTask { await listen() }
            await group.waitForAll()
        }
        watcher?.stop()
    }

    private func watch() -> FileWatcher? {
        do {
            let watcher = try FileWatcher(setup.file) { keeper.reloadSoon() }
            // What was saved since the start was told to nobody.
            keeper.reloadSoon()
            return watcher
        } catch {
            setup.log.warning(
                "changes of \(setup.file.display) are taken over on SIGHUP only: \(error)")
            return nil
        }
    }

    /// A daemon in a terminal gets SIGHUP when that is closed, which means its end.
    private func listen() async {
        let hadTerminal = isatty(STDERR_FILENO) == 1
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() {
            if hadTerminal, isatty(STDERR_FILENO) != 1 {
                setup.log.notice("its terminal was closed: stopping")
                stop()
            } else {
                keeper.reloadSoon()
            }
        }
    }
}
