import AudiowatchCore
import Foundation
import NIOCore
import SQLiteCatalog
import Synchronization

/// Opens and reads files on threads apart from the cooperative pool, those of each source on their own: a disk
/// that hangs keeps the others playing.
final class AudioReader: Sendable {
    /// Reads of one source at a time.
    static let atOnce = 2

    private let queues = Mutex<[Source.ID: OperationQueue]>([:])

    /// The first of these places whose file is there.
    ///
    /// - Throws: ``ControlError`` with the reason that the first of them gives.
    func open(_ places: [FilePlace]) async throws -> OpenAudio {
        var first: ControlError?
        for place in places {
            switch place.sourceState {
            case .offline(let reason):
                first = first ?? away(place, reason)
                continue
            case .online, .degraded, .disabled: break
            }
            do {
                return try await perform(place.source) { try OpenAudio.open(place) }
            } catch let failure as OpenAudio.Failure {
                first = first ?? sentence(failure, place)
            }
        }
        throw first ?? noSuchFile
    }

    /// Bytes of an open file.
    func read(_ file: OpenAudio, at offset: Int64, count: Int) async throws -> ByteBuffer {
        try await perform(file.place.source) { try file.read(at: offset, count: count) }
    }

    private func perform<Value: Sendable>(
        _ source: Source.ID, _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        let queue = queues.withLock { queues in
            if let known = queues[source] { return known }
            let queue = OperationQueue()
            queue.name = "audio"
            queue.maxConcurrentOperationCount = AudioReader.atOnce
            queues[source] = queue
            return queue
        }
        return try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { continuation.resume(with: Result(catching: body)) }
        }
    }

    private func sentence(_ failure: OpenAudio.Failure, _ place: FilePlace) -> ControlError {
        switch failure {
        case .away: away(place, "its folder is not there")
        case .changed:
            ControlError(
                .conflict, "the file is not the one that was catalogued any more",
                hint: "audiowatch looks at it again by itself, or by `audiowatch scan`")
        case .forbidden:
            ControlError(
                .forbidden, "the file may not be read", hint: "check its permissions")
        }
    }

    private func away(_ place: FilePlace, _ reason: String) -> ControlError {
        ControlError(
            .unavailable, "the source \(place.sourceName) is away: \(reason)",
            hint: "connect its drive")
    }
}
