import Dispatch
import Foundation
import LocalDisk

/// A thread of its own for work that blocks: the cooperative pool must never wait for a disk.
final class NamedThread: Sendable {
    private let ended = DispatchGroup()

    /// Starts at once. The name shows in `top -H`.
    init(_ name: String, body: @escaping @Sendable () -> Void) {
        let ended = ended
        ended.enter()
        let thread = Thread {
            nameThread(name)
            body()
            ended.leave()
        }
        // libavformat runs elsewhere and SQLite is frugal; glibc's 8 MiB would only be address space.
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Waits for its end, at most that long; false when it still runs. Blocks.
    func join(within time: Duration) -> Bool {
        ended.wait(timeout: .now() + time.timeInterval) == .success
    }
}
