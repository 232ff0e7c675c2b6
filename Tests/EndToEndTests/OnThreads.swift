import Foundation
import Testing

/// The threads on which the tests of programs run, a few at a time.
///
/// Such a test waits for its programs by blocking. On the threads of Swift's tasks, as many as the machine has
/// processors, it would hold up every other test of the process, and with all of them at once a machine of two
/// processors answers nobody in time.
struct OnThreads: SuiteTrait, TestTrait, TestScoping {
    /// Each test in the suite and in those below it.
    let isRecursive = true

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(Crew.shared) { try await function() }
    }
}

extension Trait where Self == OnThreads {
    /// For a test that blocks.
    static var onThreads: Self { OnThreads() }
}

/// Threads of our own that take jobs in their order.
private final class Crew: TaskExecutor {
    static let shared = Crew()

    private let queue: OperationQueue

    private init() {
        queue = OperationQueue()
        queue.name = "tests of programs"
        // Each has programs of its own; more of them than this only wait for each other.
        queue.maxConcurrentOperationCount = ProcessInfo.processInfo.activeProcessorCount + 2
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.addOperation { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
