/// An operator of the search grammar: its name, how it is written, and what a value of it asks for.
public enum SearchOperator: Hashable, Sendable {
    /// `name:`, `dir:`, …
    case text(TextField)
    /// `dur:`, `rate:`, …
    case number(NumberField)
    /// `format:`.
    case format
    /// `source:`.
    case source
    /// `modified:`.
    case modified
    /// `key:`.
    case key
    /// `label:`.
    case label
    /// `is:`.
    case state

    /// Every one, in the order they are shown.
    public static let all: [SearchOperator] =
        [.format, .source]
        + [NumberField.duration, .sampleRate, .channels, .bitDepth, .size].map { .number($0) }
        + [.number(.tempo), .key, .modified]
        + TextField.allCases.filter { $0 != .anywhere }.map { .text($0) }
        + [.label, .number(.copies), .state]

    /// The operator of this name, lower case without colon.
    init?(named name: String) {
        guard let found = SearchOperator.all.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    /// What stands before the colon.
    public var name: String {
        switch self {
        case .text(let field): field.rawValue
        case .number(let field): field.rawValue
        case .format: "format"
        case .source: "source"
        case .modified: "modified"
        case .key: "key"
        case .label: "label"
        case .state: "is"
        }
    }

    /// What it asks for, in one sentence.
    public var meaning: String {
        switch self {
        case .text(.anywhere): "Name, folder or a tag holds the text."
        case .text(.name): "The file's name holds the text."
        case .text(.folder): "A folder that it stands in, from the source's own on, holds the text."
        case .text(.path): "Folder and name, with a slash between, hold the text."
        case .text(.title): "The title in its tags holds the text."
        case .text(.artist): "The artist in its tags holds the text."
        case .text(.album): "The album in its tags holds the text."
        case .text(.tag): "Any of its tags holds the text."
        case .number(.duration): "Its length: seconds, 250ms, 1:30, as a number or a range."
        case .number(.sampleRate): "Samples a second: 44100, 48k."
        case .number(.channels): "How many channels: a number, mono or stereo."
        case .number(.bitDepth): "Bits a sample, of PCM and lossless codecs."
        case .number(.size): "Bytes: 100k, 10MB, 1GB."
        case .number(.tempo): "Beats a minute, as a tag, a chunk or the name says."
        case .number(.copies): "Present files with these bytes, this one among them."
        case .format: "The container found in the bytes, whatever the name says."
        case .source: "One of its files is in this source."
        case .modified: "Its last change: a length of time ago, or a date or a part of one."
        case .key: "Its musical key, as a tag, a chunk or the name says; Camelot's numbers too."
        case .label: "It has this label, whole; other programs give them with `annotate`."
        case .state:
            "A state: \(FileStateWord.allCases.map(\.rawValue).joined(separator: ", "))."
        }
    }

    /// Some that make sense; at least one.
    public var examples: [String] {
        switch self {
        case .text(.folder): ["dir:drums"]
        case .text(let field): ["\(field.rawValue):kick", "\(field.rawValue):\"two words\""]
        case .number(.duration): ["dur:<1s", "dur:5..60", "dur:>1:30"]
        case .number(.sampleRate): ["rate:96000", "rate:44.1k", "rate:>=48k"]
        case .number(.channels): ["channels:2", "channels:mono", "channels:>2"]
        case .number(.bitDepth): ["bits:24"]
        case .number(.size): ["size:>10MB", "size:100k..1M"]
        case .number(.tempo): ["bpm:120..130", "bpm:174"]
        case .number(.copies): ["copies:>2"]
        case .format: ["format:wav"]
        case .source: ["source:samples", "source:\"my drive\""]
        case .modified:
            ["modified:<7d", "modified:>1y", "modified:2024", "modified:2024-05..2024-08"]
        case .key: ["key:Am", "key:F#min", "key:8A"]
        case .label: ["label:kick", "label:\"hi hat\""]
        case .state: FileStateWord.allCases.map { "is:\($0.rawValue)" }
        }
    }

    /// What a value asks for; nil when it makes no sense.
    func test(_ value: Substring) -> SearchQuery.Test? {
        switch self {
        case .text(let field):
            let text = SearchedText(String(value))
            return text.isEmpty ? nil : .text(text, in: field)
        case .number(let field): return field.range(value).map { .number(field, $0) }
        case .format: return .format(value.lowercased())
        case .source: return .source(String(value))
        case .modified: return TimeRange(value).map { .modified($0) }
        case .key: return MusicalKey(value).map { .key($0) }
        case .label:
            let text = SearchedText(String(value))
            return text.isEmpty ? nil : .label(text)
        case .state: return FileStateWord(rawValue: value.lowercased()).map { .state($0) }
        }
    }
}
