import CLinux
import Glibc

/// One thread rings, one waits, by a clock that nobody can set: Dispatch's semaphores wait by the wall clock
/// (sem_timedwait(3)), so that a clock set back a year would hold every timer for a year.
public final class Bell: @unchecked Sendable {
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    /// A bell that has not rung.
    public init() {
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Blocks for so long, by the same clock.
    public static func pause(_ time: Duration) {
        _ = Bell().wait(atMost: time)
    }

    /// Wakes the waiter, or the next one to wait.
    public func ring() {
        sem_post(semaphore)
    }

    /// Blocks until it rings.
    public func wait() {
        while sem_wait(semaphore) != 0, errno == EINTR {}
    }

    /// Blocks until it rings, at most so long; false when the time was over first.
    public func wait(atMost time: Duration) -> Bool {
        guard time > .zero else { return sem_trywait(semaphore) == 0 }
        let (seconds, attoseconds) = time.components
        // A day at a time is enough: whoever waits asks again.
        let nanoseconds = min(seconds, 86_400) * 1_000_000_000 + attoseconds / 1_000_000_000
        return clinux_semaphore_wait(semaphore, nanoseconds) == 0
    }
}
