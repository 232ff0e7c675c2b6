public import SystemPackage

/// A path on its way through JSON: text for reading, and the exact bytes where reading would change them.
///
/// As a JSON value it is `{"path": …, "path_base64": …}` with the second key only where needed; a plain
/// string is understood too, so that a path can be typed by hand.
public struct PathText: Hashable, Sendable {
    /// The exact bytes, no NUL among them.
    public let bytes: [UInt8]

    /// Takes the bytes as they are, up to the first NUL.
    public init(bytes: [UInt8]) {
        self.bytes = bytes.firstIndex(of: 0).map { Array(bytes[..<$0]) } ?? bytes
    }

    /// The same of any bytes.
    public init(bytes: some Sequence<UInt8>) {
        self.init(bytes: Array(bytes))
    }

    /// The bytes of a path.
    public init(_ path: FilePath) {
        self.init(bytes: path.bytes)
    }

    /// For reading: invalid bytes become U+FFFD.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The exact bytes in base64, or nil when ``text`` already is exact.
    public var base64: String? {
        String(validating: bytes, as: UTF8.self) == nil ? Base64.encoded(bytes) : nil
    }

    /// The path to open.
    public var path: FilePath { FilePath(bytes: bytes) }
}

extension PathText: Codable {
    private enum CodingKeys: String, CodingKey {
        case path
        case base64 = "path_base64"
    }

    /// Reads `{"path", "path_base64"}` or a plain string; refuses base64 that is none, and NUL bytes.
    public init(from decoder: any Decoder) throws {
        let written: [UInt8]
        if let keyed = try? decoder.container(keyedBy: CodingKeys.self) {
            if let base64 = try keyed.decodeIfPresent(String.self, forKey: .base64) {
                guard let decoded = Base64.decoded(base64) else {
                    throw DecodingError.dataCorruptedError(
                        forKey: .base64, in: keyed, debugDescription: "not base64")
                }
                written = decoded
            } else {
                written = Array(try keyed.decode(String.self, forKey: .path).utf8)
            }
        } else {
            written = Array(try decoder.singleValueContainer().decode(String.self).utf8)
        }
        guard !written.contains(0) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a path holds no NUL"))
        }
        self.init(bytes: written)
    }

    /// Writes `{"path"}`, and `"path_base64"` where the text is not exact.
    public func encode(to encoder: any Encoder) throws {
        var keyed = encoder.container(keyedBy: CodingKeys.self)
        try keyed.encode(text, forKey: .path)
        try keyed.encodeIfPresent(base64, forKey: .base64)
    }
}
