import AudiowatchCore
import Foundation
import TestSupport

/// JSON Schema, as much of it as the description of the routes uses: a keyword that is not understood is a fault, so
/// that nothing is passed over. Source: JSON Schema 2020-12, core §8 and validation §6.
struct SchemaCheck {
    /// The whole document, for what is referred to.
    let root: JSONValue

    private static let known: Set<String> = [
        "$ref", "type", "properties", "required", "additionalProperties", "items", "enum", "const",
        "minimum", "maximum", "minItems", "maxItems", "pattern", "oneOf", "anyOf", "format",
        "contentEncoding", "description", "default",
    ]

    /// What is wrong with a value; nothing where it is as the schema says.
    func faults(_ value: JSONValue, _ schema: JSONValue, at place: String = "$") -> [String] {
        let schema = resolved(schema)
        guard case .object(let rules) = schema else { return ["\(place): no schema"] }
        let unknown = rules.keys.filter { !SchemaCheck.known.contains($0) }
        guard unknown.isEmpty else { return ["\(place): keywords \(unknown.sorted())"] }
        var faults: [String] = []
        if let type = rules["type"], !SchemaCheck.names(type).contains(where: value.isOf) {
            faults.append("\(place): \(value) is no \(type)")
        }
        if case .list(let values)? = rules["enum"], !values.contains(value) {
            faults.append("\(place): \(value) is none of \(values)")
        }
        if let constant = rules["const"], constant != value {
            faults.append("\(place): \(value) is not \(constant)")
        }
        for (key, wanted) in [("oneOf", 1...1), ("anyOf", 1...99)] {
            guard case .list(let choices)? = rules[key] else { continue }
            let fitting = choices.count { self.faults(value, $0, at: place).isEmpty }
            if !wanted.contains(fitting) { faults.append("\(place): \(fitting) of \(key)") }
        }
        switch value {
        case .object(let members): faults += self.faults(members, rules, at: place)
        case .list(let items): faults += self.faults(items, rules, at: place)
        case .text(let text): faults += SchemaCheck.faults(text, rules, at: place)
        case .integer(let number): faults += SchemaCheck.faults(Double(number), rules, at: place)
        case .number(let number): faults += SchemaCheck.faults(number, rules, at: place)
        case .null, .bool: break
        }
        return faults
    }

    /// What a reference leads to, or the value itself.
    func resolved(_ value: JSONValue) -> JSONValue {
        guard case .object(let members) = value, case .text(let path)? = members["$ref"] else {
            return value
        }
        return path.split(separator: "/").dropFirst().reduce(root) { $0[String($1)] }
    }

    private func faults(
        _ members: [String: JSONValue], _ rules: [String: JSONValue], at place: String
    ) -> [String] {
        var faults: [String] = []
        for name in SchemaCheck.names(rules["required"] ?? .null) where members[name] == nil {
            faults.append("\(place): \(name) is missing")
        }
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            if let schema = rules["properties"]?[name], schema != .null {
                faults += self.faults(value, schema, at: "\(place).\(name)")
            } else if rules["additionalProperties"] == .bool(false) {
                faults.append("\(place): \(name) is not described")
            } else if case .object? = rules["additionalProperties"] {
                faults += self.faults(
                    value, rules["additionalProperties"] ?? .null, at: "\(place).\(name)")
            }
        }
        return faults
    }

    private func faults(
        _ items: [JSONValue], _ rules: [String: JSONValue], at place: String
    ) -> [String] {
        var faults = SchemaCheck.faults(
            Double(items.count),
            ["minimum": rules["minItems"], "maximum": rules["maxItems"]]
                .compactMapValues { $0 }, at: "\(place).count")
        guard let schema = rules["items"] else { return faults }
        for (index, item) in items.enumerated() {
            faults += self.faults(item, schema, at: "\(place)[\(index)]")
        }
        return faults
    }

    private static func faults(
        _ text: String, _ rules: [String: JSONValue], at place: String
    ) -> [String] {
        var faults: [String] = []
        if case .text(let pattern)? = rules["pattern"] {
            let found = (try? Regex(pattern)).map { text.firstMatch(of: $0) != nil }
            if found != true { faults.append("\(place): \(text) is not like \(pattern)") }
        }
        if rules["contentEncoding"] == .text("base64"), Base64.decoded(text) == nil {
            faults.append("\(place): \(text) is no base64")
        }
        return faults
    }

    private static func faults(
        _ number: Double, _ rules: [String: JSONValue], at place: String
    ) -> [String] {
        let (least, greatest) = (rules["minimum"]?.double, rules["maximum"]?.double)
        guard number < least ?? -.infinity || number > greatest ?? .infinity else { return [] }
        return ["\(place): \(number) is out of range"]
    }

    private static func names(_ value: JSONValue) -> [String] {
        switch value {
        case .text(let name): [name]
        case .list(let names):
            names.compactMap { if case .text(let name) = $0 { name } else { nil } }
        default: []
        }
    }
}

extension JSONValue {
    /// A member of an object; null where there is none.
    subscript(name: String) -> JSONValue {
        if case .object(let members) = self { members[name] ?? .null } else { .null }
    }

    /// The names of an object's members, in order.
    var keys: [String] { if case .object(let members) = self { members.keys.sorted() } else { [] } }

    fileprivate var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    fileprivate func isOf(_ type: String) -> Bool {
        switch (self, type) {
        case (.null, "null"), (.bool, "boolean"), (.text, "string"), (.list, "array"),
            (.object, "object"), (.integer, "integer"), (.integer, "number"), (.number, "number"):
            true
        default: false
        }
    }
}
