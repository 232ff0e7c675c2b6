import CLinux

/// How far a thread steps back behind the user's own work.
public struct ThreadManners: Hashable, Sendable {
    /// Runs only when nothing else wants the processor; else at nice 19, as far as that was allowed.
    public let isIdleOnProcessor: Bool
    /// Its disk requests wait for everyone else's, on disks whose scheduler knows classes.
    public let isIdleOnDisk: Bool

    /// Puts the calling thread, and it alone, behind everything else. It cannot be undone without privilege.
    public static func stepBack() -> ThreadManners {
        let processor = clinux_thread_idle() == 0
        if !processor { _ = clinux_thread_nice() }
        return ThreadManners(
            isIdleOnProcessor: processor, isIdleOnDisk: clinux_thread_idle_disk() == 0)
    }
}

/// Names the calling thread for `top -H` and debuggers: Foundation keeps a thread's name to itself.
/// The kernel takes the first 15 bytes. Source: PR_SET_NAME in prctl(2).
public func nameThread(_ name: String) {
    clinux_thread_name(name)
}

/// Has threads that come later share two heaps: with one for each of a dozen threads, what they let go of lies
/// between what others keep (22 MB after a first scan of 20,000 files instead of 19). Source: mallopt(3).
public func shareHeaps() {
    clinux_share_heaps(2)
}

/// Gives the memory that work has left free back to the system: a daemon that rests holds none of it.
/// Source: malloc_trim(3).
public func giveBackMemory() {
    clinux_give_back_memory()
}
