import Foundation
import Synchronization

/// What went wrong on other threads, and a way to wait for them.
final class Failures: Sendable {
    private let found = Mutex<[String]>([])
    private let done = DispatchSemaphore(value: 0)

    func record(_ text: String) { found.withLock { $0.append(text) } }
    func finish() { done.signal() }
    func wait() { done.wait() }
    var all: [String] { found.withLock { $0 } }
}
