/// Where a value comes from; of several the first counts.
public enum ValueOrigin: String, Hashable, Sendable, Codable {
    /// A tag in the file, written by its owner or their software.
    case tag
    /// A chunk beside the sound.
    case chunk
    /// The name of the file, or of a folder it stands in.
    case name
}

/// A value with its origin.
public struct Told<Value: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
    /// The value.
    public var value: Value
    /// Where it comes from.
    public var origin: ValueOrigin

    /// Takes both.
    public init(_ value: Value, _ origin: ValueOrigin) {
        self.value = value
        self.origin = origin
    }
}

/// Tempo and key of a sound, each with its origin.
///
/// What tags and chunks say belongs to the content. What names say belongs to a file: of a content it is that of
/// its primary file, or where that says nothing of the next of its present files that does. It is computed
/// when it is asked for and stored nowhere, so a rename changes it and costs no look at the file.
public struct ToldSound: Hashable, Sendable {
    /// Beats a minute.
    public var tempo: Told<Double>?
    /// Key.
    public var key: Told<MusicalKey>?

    /// Nothing told.
    public init() {}

    /// Of what tags and chunks say alone.
    public init(tags: Tags, chunks: SoundChunks?) {
        tempo =
            tags.tempo.map { Told($0, .tag) } ?? chunks?.tempo.map { Told($0, .chunk) }
        key =
            tags.musicalKey.map { Told($0, .tag) } ?? chunks?.key.map { Told($0, .chunk) }
    }

    /// With what is left open taken from names, the first that says it.
    public func completed(by names: some Sequence<NamedSound>) -> ToldSound {
        var result = self
        var rest = names.makeIterator()
        while result.tempo == nil || result.key == nil, let name = rest.next() {
            result.tempo = result.tempo ?? name.tempo.map { Told($0, .name) }
            result.key = result.key ?? name.key.map { Told($0, .name) }
        }
        return result
    }
}

extension Tags {
    /// The tempo that a tag's text says; nil for a text that is no number of beats ("0", "unknown").
    public static func tempo(_ text: String) -> Double? {
        let digits = text.utf8.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }
            .filter { $0 != UInt8(ascii: " ") }
        guard let tempo = Double(String(decoding: digits, as: UTF8.self)), tempo > 0, tempo < 10_000
        else { return nil }
        return tempo
    }

    /// Beats a minute.
    public var tempo: Double? { bpm.flatMap { Tags.tempo($0) } }

    /// Key.
    public var musicalKey: MusicalKey? { key.flatMap { MusicalKey($0) } }
}

extension MusicalKey: Codable {
    /// As ``text`` writes it.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let key = MusicalKey(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(text) is no key"))
        }
        self = key
    }

    /// As ``text``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
