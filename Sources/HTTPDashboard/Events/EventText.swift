import AudiowatchCore
import Foundation

/// Events as the lines of `text/event-stream`. Source: WHATWG HTML §9.2.
enum EventText {
    /// One catalogue event, its data one line of JSON.
    static func catalog(_ event: CatalogEvent, _ id: EventID) throws -> String {
        "id: \(id)\nevent: catalog\ndata: \(try json(CatalogEventLine(event)))\n\n"
    }

    /// The first event of a stream: nothing was missed so far.
    static func ready(_ id: EventID) -> String {
        "id: \(id)\nevent: ready\ndata: {}\n\n"
    }

    /// Something was missed.
    static func resync(_ reason: String, _ id: EventID) throws -> String {
        "id: \(id)\nevent: resync\ndata: \(try json(["reason": reason]))\n\n"
    }

    /// Keeps a silent connection from being taken for a dead one.
    static let comment = ":\n\n"

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
