public import AudiowatchCore
import Foundation

/// A line of NDJSON that says something of a content:
/// `{"id": 17, "fingerprint": "00ff…", "value": ["kick"]}`, with `"base64"` in place of `value` for bytes, and
/// `"version"` where there is one. What `export --annotations` writes is read again.
public enum AnnotationLine {
    /// Longest line in bytes: the longest value, escaped or in base64, and room for the rest.
    public static let longest = 2 * AnnotationValue.longest + 1_024

    /// A line by its number from 1, read or refused.
    public typealias Read = (line: Int, wish: Result<AnnotationWish, AnnotationRefusal.Reason>)

    /// Each line of a text that is not blank, by its number from 1, read or refused.
    public static func read(_ batch: AnnotationBatch) -> [Read] {
        let lines = batch.text.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.enumerated().compactMap { place, line in
            guard !line.allSatisfy(isBlank) else { return nil }
            return (
                place + 1,
                Result { () throws(AnnotationRefusal.Reason) in
                    try wish(line, of: batch.kind)
                }
            )
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains(byte)
    }

    private static func wish(
        _ line: ArraySlice<UInt8>, of kind: AnnotationKind
    ) throws(AnnotationRefusal.Reason) -> AnnotationWish {
        guard line.count <= longest else {
            throw AnnotationRefusal.Reason("it is longer than \(longest) bytes")
        }
        let written: Written
        do {
            written = try JSONDecoder().decode(Written.self, from: Data(line))
        } catch let error as DecodingError {
            throw AnnotationRefusal.Reason(sentence(error))
        } catch {
            throw AnnotationRefusal.Reason("it is not JSON")
        }
        return try written.wish(of: kind)
    }

    private static func sentence(_ error: DecodingError) -> String {
        let place =
            switch error {
            case .typeMismatch(_, let place), .valueNotFound(_, let place),
                .keyNotFound(_, let place), .dataCorrupted(let place):
                place
            @unknown default: DecodingError.Context(codingPath: [], debugDescription: "")
            }
        switch (place.codingPath.first?.stringValue, error) {
        case ("value", _): return "its value is no JSON that can be kept"
        case (let key?, _): return "\"\(key)\" has the wrong type"
        case (nil, .typeMismatch): return "it is no object"
        case (nil, _): return "it is not JSON"
        }
    }
}

/// A line as it is written.
private struct Written: Decodable {
    var id: Int64?
    var fingerprint: String?
    var size: Int64?
    var version: Int64?
    var kind: String?
    var value: JSONValue?
    var base64: String?
    /// `"value": null` is something else than no value.
    var takesBack: Bool

    private enum Keys: String, CodingKey {
        case id, fingerprint, size, version, kind, value, base64
    }

    init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: Keys.self)
        // Of a number that is no whole one the decoder would not say where it stands.
        func whole(_ key: Keys) throws -> Int64? {
            switch try keys.decodeIfPresent(JSONValue.self, forKey: key) {
            case nil: nil
            case .integer(let number)?: number
            default:
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: keys, debugDescription: "no whole number")
            }
        }
        id = try whole(.id)
        fingerprint = try keys.decodeIfPresent(String.self, forKey: .fingerprint)
        size = try whole(.size)
        version = try whole(.version)
        kind = try keys.decodeIfPresent(String.self, forKey: .kind)
        value = try keys.decodeIfPresent(JSONValue.self, forKey: .value)
        base64 = try keys.decodeIfPresent(String.self, forKey: .base64)
        takesBack = keys.contains(.value) && value == nil
    }

    func wish(of kind: AnnotationKind) throws(AnnotationRefusal.Reason) -> AnnotationWish {
        if let written = self.kind, written != kind.name {
            throw AnnotationRefusal.Reason("it is of another kind than \(kind)")
        }
        return AnnotationWish(
            try content(), version: version ?? 1, value: try annotation(of: kind))
    }

    private func content() throws(AnnotationRefusal.Reason) -> AnnotationWish.Named {
        guard id != nil || (fingerprint != nil && size != nil) else {
            throw AnnotationRefusal.Reason(
                "it names no content: \"id\", or \"fingerprint\" and \"size\"")
        }
        if let id, id < 1 { throw AnnotationRefusal.Reason("\"id\" is a whole number from 1") }
        var named = AnnotationWish.Named(id: id.map { Content.ID(rawValue: $0) }, size: size)
        if let fingerprint {
            guard let read = Fingerprint(hex: fingerprint) else {
                throw AnnotationRefusal.Reason("\"fingerprint\" is sixteen hex digits")
            }
            named.fingerprint = read
        }
        return named
    }

    private func annotation(
        of kind: AnnotationKind
    ) throws(AnnotationRefusal.Reason) -> AnnotationValue? {
        let read: AnnotationValue
        switch (value, base64) {
        case (nil, nil):
            guard takesBack else {
                throw AnnotationRefusal.Reason("it has neither \"value\" nor \"base64\"")
            }
            return nil
        case (.some, .some):
            throw AnnotationRefusal.Reason("it has both \"value\" and \"base64\"")
        case (let value?, nil): read = .json(try text(of: kind == .label ? labels(value) : value))
        case (nil, let base64?):
            guard kind != .label else { throw Label.refusal }
            guard let bytes = Base64.decoded(base64) else {
                throw AnnotationRefusal.Reason("\"base64\" is none")
            }
            read = .blob(bytes)
        }
        let length =
            switch read {
            case .json(let text): text.utf8.count
            case .blob(let bytes): bytes.count
            }
        guard length <= AnnotationValue.longest else {
            throw AnnotationRefusal.Reason(
                "its value takes \(length) bytes, more than \(AnnotationValue.longest)")
        }
        return read
    }

    private func labels(_ value: JSONValue) throws(AnnotationRefusal.Reason) -> JSONValue {
        guard let labels = Label.list(value) else { throw Label.refusal }
        return .list(labels.map { .text($0.text) })
    }

    private func text(of value: JSONValue) throws(AnnotationRefusal.Reason) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else {
            throw AnnotationRefusal.Reason("its value cannot be written as JSON")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
