import Foundation
import TestSupport

/// What a JSON output looks like: a line for each place in it, `sources[].name: string`.
///
/// A `?` after a place says that it may be missing, `|` stands between types, `*` for any key. Keys are a promise to
/// scripts: one that goes, changes its type, or comes without being written down is a fault.
struct Shape {
    private struct Rule {
        var types: Set<String>
        var isOptional: Bool
    }

    private var rules: [String: Rule] = [:]

    /// From lines of text; empty ones and those that begin with `#` say nothing.
    init(_ text: String) throws {
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: " ").map(String.init)
            guard parts.count == 2, let place = parts.first, place.hasSuffix(":") else {
                throw TestFailure("no line of a shape: \(line)")
            }
            let name = place.dropLast()
            rules[String(name.hasSuffix("?") ? name.dropLast() : name)] = Rule(
                types: Set(parts[1].split(separator: "|").map(String.init)),
                isOptional: name.hasSuffix("?"))
        }
    }

    /// The shape in `Shapes/NAME.txt`.
    init(named name: String) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Shapes/\(name).txt")
        try self.init(try String(contentsOf: file, encoding: .utf8))
    }

    /// What is wrong with a value, in words.
    func faults(in value: JSON) -> [String] { faults(in: value, at: "") }

    private func faults(in value: JSON, at place: String) -> [String] {
        let name = place.isEmpty ? "the whole" : place
        if let rule = rules[place], !rule.types.contains(value.type) {
            return ["\(name) is \(value.type), not \(rule.types.sorted())"]
        }
        guard place.isEmpty || rules[place] != nil else { return ["\(name) is not in the shape"] }
        switch value {
        case .array(let items): return items.flatMap { faults(in: $0, at: place + "[]") }
        case .object(let members):
            let missing = rules.keys.filter { key in
                isMember(key, of: place) && rules[key]?.isOptional == false
                    && members[last(key)] == nil && last(key) != "*"
            }
            return missing.map { "\($0) is missing" }
                + members.keys.sorted().flatMap { key in
                    let own = child(key, of: place)
                    let known = rules[own] == nil ? child("*", of: place) : own
                    return faults(in: members[key] ?? .null, at: rules[known] == nil ? own : known)
                }
        default: return []
        }
    }

    private func child(_ key: String, of place: String) -> String {
        place.isEmpty ? key : "\(place).\(key)"
    }

    private func last(_ place: String) -> String {
        place.split(separator: ".").last.map(String.init) ?? place
    }

    private func isMember(_ place: String, of parent: String) -> Bool {
        !place.hasSuffix("[]") && place == child(last(place), of: parent)
    }
}

extension JSON {
    fileprivate var type: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
