import Foundation
import TestSupport

/// A JSON value to be asked by key: what a script sees of the command line.
enum JSON: Sendable, CustomStringConvertible {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// Parses one value.
    init(_ data: Data) throws {
        do {
            self.init(try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed))
        } catch {
            throw TestFailure("not JSON: \(String(decoding: data.prefix(400), as: UTF8.self))")
        }
    }

    /// The items of an answer: of an array, of a page's list, or one a line.
    static func items(_ data: Data) throws -> [JSON] {
        let lines = data.split(separator: UInt8(ascii: "\n"))
        if lines.count > 1, let items = try? lines.map({ try JSON(Data($0)) }) { return items }
        guard !data.isEmpty else { return [] }
        let whole = try JSON(data)
        switch whole {
        case .array(let items): return items
        case .object(let members):
            for list in ["hits", "groups", "problems", "results"] {
                if case .array(let items) = members[list] { return items }
            }
            return [whole]
        default: return [whole]
        }
    }

    private init(_ value: Any) {
        switch value {
        case let value as [String: Any]: self = .object(value.mapValues(JSON.init(_:)))
        case let value as [Any]: self = .array(value.map(JSON.init(_:)))
        case let value as NSNumber:
            self = CFBoolean.isBoolean(value) ? .bool(value.boolValue) : .number(value.doubleValue)
        case let value as String: self = .string(value)
        default: self = .null
        }
    }

    /// A member; null when there is none.
    subscript(key: String) -> JSON {
        if case .object(let members) = self { members[key] ?? .null } else { .null }
    }

    /// The names of an object's members, in order; none for anything else.
    var keys: [String] { if case .object(let members) = self { members.keys.sorted() } else { [] } }

    /// The items of an array; none for anything else.
    var array: [JSON] { if case .array(let items) = self { items } else { [] } }
    var string: String? { if case .string(let value) = self { value } else { nil } }
    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    var number: Double? { if case .number(let value) = self { value } else { nil } }
    var integer: Int? { number.flatMap { Int(exactly: $0) } }

    /// The exact path of an item: `path_base64` where reading changed the bytes, else `path`.
    var path: DiskPath? {
        if let exact = self["path_base64"].string.flatMap({ Data(base64Encoded: $0) }) {
            return DiskPath(exact)
        }
        return self["path"].string.map { DiskPath($0.utf8) }
    }

    /// Every value that stands under this key, at any depth.
    func all(_ key: String) -> [JSON] {
        switch self {
        case .array(let items): items.flatMap { $0.all(key) }
        case .object(let members):
            (members[key].map { [$0] } ?? []) + members.values.flatMap { $0.all(key) }
        default: []
        }
    }

    var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let value): Int(exactly: value).map(String.init) ?? "\(value)"
        case .string(let value): "\"\(value)\""
        case .array(let items): "[" + items.map(\.description).joined(separator: ", ") + "]"
        case .object(let members):
            "{"
                + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
                .joined(separator: ", ") + "}"
        }
    }
}

private enum CFBoolean {
    /// JSONSerialization gives true and false as numbers of one signed byte's type.
    static func isBoolean(_ number: NSNumber) -> Bool {
        String(cString: number.objCType) == "c"
    }
}
