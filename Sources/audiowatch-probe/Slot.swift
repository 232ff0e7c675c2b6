import CLinux
import Glibc

/// The memory shared with the worker: heads in its first half, tails in its second. Read-only here.
struct Slot {
    /// The first half.
    let head: UnsafeRawBufferPointer
    /// The second half.
    let tail: UnsafeRawBufferPointer

    /// Maps what descriptor 4 shows, or fails where it shows nothing.
    init?() {
        var facts = stat()
        guard fstat(AUDIOWATCH_HELPER_MEMORY, &facts) == 0, facts.st_size > 1,
            let start = mmap(
                nil, Int(facts.st_size), PROT_READ, MAP_SHARED, AUDIOWATCH_HELPER_MEMORY, 0),
            start != MAP_FAILED
        else {
            return nil
        }
        close(AUDIOWATCH_HELPER_MEMORY)
        let half = Int(facts.st_size) / 2
        let all = UnsafeRawBufferPointer(start: start, count: 2 * half)
        head = UnsafeRawBufferPointer(rebasing: all[..<half])
        tail = UnsafeRawBufferPointer(rebasing: all[half...])
    }
}
