import AudiowatchCore
import Hummingbird

/// The query of a request, read as `application/x-www-form-urlencoded`: bytes, because paths are bytes.
struct QueryParameters: Sendable {
    private var values: [String: [[UInt8]]] = [:]

    /// Refuses parameters that the route does not know, and empty ones: a typing mistake must not silently widen a
    /// question.
    init(_ request: Request, knowing names: Set<String>) throws(ControlError) {
        try self.init(request.uri.query ?? "", knowing: names)
    }

    init(_ query: String, knowing names: Set<String>) throws(ControlError) {
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first, let nameBytes = Self.decoded(first),
                let name = String(validating: nameBytes, as: UTF8.self),
                let value = Self.decoded(parts.dropFirst().first ?? Substring("").utf8)
            else { throw ControlError(.badRequest, "the query holds a % that begins no byte") }
            guard names.contains(name) else {
                throw ControlError(
                    .badRequest, "\"\(name)\" is no parameter of this question",
                    hint: names.isEmpty
                        ? "it takes none" : "it takes " + names.sorted().joined(separator: ", "))
            }
            // Everything may be searched for; of anything else nothing is no value.
            guard !value.isEmpty || name == "q" else {
                throw ControlError(.badRequest, "\"\(name)\" is empty", hint: "leave it out")
            }
            values[name, default: []].append(value)
        }
    }

    /// What was asked with.
    var names: Set<String> { Set(values.keys) }

    /// The exact bytes; nil when absent. Of several the last counts.
    func bytes(_ name: String) -> [UInt8]? { values[name]?.last }

    /// The exact bytes of all of a name.
    func all(_ name: String) -> [[UInt8]] { values[name] ?? [] }

    /// A text; nil when absent or empty.
    func text(_ name: String) -> String? {
        bytes(name).flatMap { $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self) }
    }

    /// All texts of a name that are not empty.
    func texts(_ name: String) -> [String] {
        (values[name] ?? []).filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// A number that is not below 0; nil when absent or empty.
    func seconds(_ name: String) throws(ControlError) -> Double? {
        guard let text = text(name) else { return nil }
        guard let number = Double(text), number.isFinite, number >= 0 else {
            throw ControlError(.badRequest, "\"\(name)\" is a number of seconds")
        }
        return number
    }

    /// A whole number of a range; nil when absent or empty.
    func number(_ name: String, in range: ClosedRange<Int>) throws(ControlError) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw ControlError(
                .badRequest,
                "\"\(name)\" is a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// How many rows one answer may have.
    func limit() throws(ControlError) -> Int {
        try number("limit", in: 1...ServerLimits.mostRows) ?? ServerLimits.rows
    }

    /// Where to go on, as `read` understands it; nil when absent or empty.
    func after<Place>(_ read: (String) -> Place?) throws(ControlError) -> Place? {
        guard let text = text("after") else { return nil }
        guard let place = read(text) else {
            throw ControlError(
                .badRequest, "\"after\" is not what an earlier answer gave as \"next\"",
                hint: "leave it out to begin at the start")
        }
        return place
    }

    private static func decoded(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var bytes = text.makeIterator()
        while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "+"): result.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = bytes.next().flatMap(digit), let low = bytes.next().flatMap(digit)
                else { return nil }
                result.append(high << 4 | low)
            default: result.append(byte)
            }
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
