import Dispatch
import Glibc
import Synchronization

/// Several looks for one question, each on a core of its own where there is one.
enum SideBySide {
    /// A look at fewer rows takes less time than waking another thread is worth.
    private static let least = 100_000
    /// Memory gives further cores hardly more bytes a second, and others want them too.
    private static let most = 4

    private static let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))

    /// So many rows in parts to be looked at side by side.
    static func parts(of rows: Int) -> [Range<Int>] {
        let number = max(1, min(most, cores, rows / least))
        return (0..<number).map { rows * $0 / number..<rows * ($0 + 1) / number }
    }

    /// All that any of these finds among `count` numbers. Blocks until every one is done.
    static func union(_ finds: [@Sendable () -> Bits], count: Int) -> Bits {
        let result = Mutex(Bits(count: count))
        let find: @Sendable (Int) -> Void = { index in
            let found = finds[index]()
            result.withLock { $0.formUnion(found) }
        }
        if count < least || finds.count < 2 {
            finds.indices.forEach(find)
        } else {
            DispatchQueue.concurrentPerform(iterations: finds.count, execute: find)
        }
        return result.withLock { $0 }
    }
}
