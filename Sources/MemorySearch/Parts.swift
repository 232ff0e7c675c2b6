import Dispatch
import Glibc
import Synchronization

/// Rows looked through in several parts at once, each on a core of its own: that is most of what a question takes.
enum Parts {
    /// Fewer rows take less time than waking another thread is worth.
    private static let least = 100_000
    /// Memory gives further cores hardly more bytes a second, and others want them too.
    private static let most = 4

    private static let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))

    /// All that `find` finds in any part of so many rows. Blocks until every part is done.
    static func marked(rows: Int, _ find: @Sendable (Range<Int>) -> Bits) -> Bits {
        let number = max(1, min(most, cores, rows / least))
        guard number > 1 else { return find(0..<rows) }
        let found = Mutex(Bits(count: 0))
        DispatchQueue.concurrentPerform(iterations: number) { index in
            let part = find(rows * index / number..<rows * (index + 1) / number)
            found.withLock { found in
                if found.count == 0 { found = part } else { found.formUnion(part) }
            }
        }
        return found.withLock { $0 }
    }
}
