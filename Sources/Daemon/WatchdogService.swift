import HTTPDashboard
import Indexer
import Logging
import ServiceLifecycle

/// Gives systemd a sign of life as often as it wants one, as long as there is life: the threads that carry every
/// change from the kernel to the catalogue answer, and so does a loop that serves the page.
struct WatchdogService: Service {
    let manager: ServiceManager
    let indexer: Indexer
    let log: Logger

    func run() async throws {
        await withGracefulShutdownHandler {
            if let watchdog = manager.watchdog {
                await cancelWhenGracefulShutdown { await watch(every: watchdog / 3) }
            } else {
                try? await gracefulShutdown()
            }
        } onGracefulShutdown: {
            manager.stopping()
        }
    }

    private func watch(every pause: Duration) async {
        while !Task.isCancelled {
            if await isAlive(within: pause) {
                manager.alive()
            } else if !Task.isCancelled {
                log.warning("a thread has not answered for \(pause): no sign of life is given")
            }
            try? await Task.sleep(for: pause)
        }
    }

    private func isAlive(within limit: Duration) async -> Bool {
        let answers = AsyncStream<Bool>.makeStream()
        let timer = Task {
            try? await Task.sleep(for: limit)
            answers.continuation.yield(false)
        }
        defer { timer.cancel() }
        indexer.ask { isAlive in
            if isAlive {
                onServerThread { answers.continuation.yield(true) }
            } else {
                answers.continuation.yield(false)
            }
        }
        for await answer in answers.stream { return answer }
        return false
    }
}
