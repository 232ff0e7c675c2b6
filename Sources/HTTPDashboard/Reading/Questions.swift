import AudiowatchCore
import Foundation
import SQLiteCatalog

/// Asks the catalogue on threads apart from the cooperative pool: at most two questions at a time, so that a
/// daemon with a hundred pages open still leaves the disk and the cores to others.
final class Questions: Sendable {
    /// Questions at a time.
    static let atOnce = 2
    /// Questions that may wait; more are refused, before the answers come too late for anybody.
    static let mostWaiting = 256

    /// Answers from an index; nil where it cannot. Blocks.
    let search: @Sendable (SearchQuestion, SearchMoment) -> SearchAnswer?

    private let catalog: Catalog
    private let queue: OperationQueue

    init(
        _ catalog: Catalog,
        search: @escaping @Sendable (SearchQuestion, SearchMoment) -> SearchAnswer?
    ) {
        self.catalog = catalog
        self.search = search
        queue = OperationQueue()
        queue.name = "questions"
        queue.maxConcurrentOperationCount = Questions.atOnce
    }

    /// The answer of `question`.
    ///
    /// - Throws: what it throws; ``ControlError`` when too many wait.
    func ask<Answer: Sendable>(
        _ question: @escaping @Sendable (Catalog) throws -> Answer
    ) async throws -> Answer {
        guard queue.operationCount < Questions.mostWaiting else {
            throw ControlError(
                .unavailable, "too many questions wait for the catalogue", hint: "ask again later")
        }
        let catalog = catalog
        return try await withCheckedThrowingContinuation { continuation in
            queue.addOperation {
                continuation.resume(with: Result { try question(catalog) })
            }
        }
    }
}
