import AudiowatchCore
import LocalDisk
import Settings
import SystemPackage

/// Why a path is in the catalogue or not: the first rule that decides, in the order in which a scan asks them.
struct PathVerdict: Hashable, Encodable {
    /// What decides.
    enum Kind: String, Encodable {
        /// In no source.
        case outside
        /// Its source is switched off.
        case disabled
        /// A rule names it, or a folder above it.
        case excluded
        /// No audio extension.
        case notAudio = "not-audio"
        /// Nothing stands there.
        case missing
        /// The disk does not say what stands there.
        case unreadable
        /// A FIFO, socket, device or symbolic link.
        case notRegular = "not-regular"
        /// Shorter than `min_file_size`.
        case tooSmall = "too-small"
        /// A resource fork that macOS wrote beside the real file.
        case appleDouble = "apple-double"
        /// A folder that is walked.
        case directory
        /// A file that belongs in the catalogue.
        case audio
    }

    /// The path, for reading.
    var path: String
    /// Its exact bytes in base64, only where reading changed them.
    var pathBase64: String?
    /// Name of the source that owns it.
    var source: String?
    /// What decides.
    var kind: Kind
    /// The rule as the configuration has it, where one decides.
    var rule: String?
    /// One sentence.
    var reason: String
    /// `present`, `deleted`, `directory`, `unknown` or `outside`; nil without a catalogue.
    var catalogue: String?
    /// True while it may still be being written; nil without a catalogue.
    var isSettling: Bool?

    private enum CodingKeys: String, CodingKey {
        case path
        case pathBase64 = "path_base64"
        case source, kind, rule, reason, catalogue, isSettling
    }

    /// Asks the rules, and of the disk what stands at the path. Blocks.
    init(of path: FilePath, _ configuration: Configuration) {
        let text = PathText(path)
        let owner = configuration.sources
            .compactMap { source in path.names(below: source.path).map { (source, $0) } }
            .min { $0.1.count < $1.1.count }
        let decision =
            owner.map { Self.decide($0.0, $0.1, configuration) }
            ?? Decision(.outside, nil, "it is in no source: audiowatch source add FOLDER")
        self.path = text.text
        pathBase64 = text.base64
        source = owner?.0.name
        (kind, rule, reason) = (decision.kind, decision.rule, decision.reason)
    }

    private struct Decision {
        var kind: Kind
        var rule: String?
        var reason: String

        init(_ kind: Kind, _ rule: String?, _ reason: String) {
            (self.kind, self.rule, self.reason) = (kind, rule, reason)
        }
    }

    private static func decide(
        _ source: Source, _ names: [FileName], _ configuration: Configuration
    ) -> Decision {
        guard source.isEnabled else {
            return Decision(
                .disabled, "enabled = false",
                "source \(source.name) is not watched; its rows are kept")
        }
        let found = Standing(source.path, names)
        let isDirectory = found == .directory
        let rules = configuration.nameRules(for: source)
        let (verdict, depth) = rules.verdict(ofPath: names, isDirectory: isDirectory)
        switch verdict {
        case .excluded(let rule):
            let name = names.dropFirst(depth - 1).first?.display ?? ""
            return Decision(.excluded, rule, "`\(rule)` excludes \(name)")
        case .notAudio:
            let end = names.last?.extensionBytes.map { String(decoding: $0, as: UTF8.self) }
            return Decision(
                .notAudio, "[scan] extensions",
                end.map { "\($0) is none of the audio extensions" }
                    ?? "the name has no extension, so it is taken for no audio")
        case .directory:
            return Decision(.directory, nil, "a folder of source \(source.name), and it is walked")
        case .audio:
            return found.decision(configuration.rules, source)
        }
    }

    /// What stands at a path inside a source, no symbolic link followed.
    private enum Standing: Hashable {
        case directory
        case file(size: Int64)
        case appleDouble
        case other
        case nothing
        case unknown(String)

        init(_ root: FilePath, _ names: [FileName]) {
            guard let name = names.last else {
                self = .directory
                return
            }
            do {
                let folder = try OpenDirectory.open(root).descend(Array(names.dropLast()))
                let status = try folder.status(of: name)
                switch status?.kind {
                case .directory: self = .directory
                case .file:
                    self =
                        Self.isAppleDouble(name, in: folder)
                        ? .appleDouble : .file(size: status?.stamp.size ?? 0)
                case .symlink, .other: self = .other
                case nil: self = .nothing
                }
            } catch {
                self = error.isMissing ? .nothing : .unknown(error.reason)
            }
        }

        /// Four bytes tell; a file that cannot be read is judged by its name and size alone.
        private static func isAppleDouble(_ name: FileName, in folder: OpenDirectory) -> Bool {
            guard let file = try? AudioFile.open(in: folder, name: name) else { return false }
            var head = [UInt8](repeating: 0, count: 4)
            _ = try? head.withUnsafeMutableBytes { bytes throws(DiskError) in
                try file.read(into: bytes, at: 0)
            }
            return head.withUnsafeBytes { Container.isAppleDouble(head: $0) }
        }

        func decision(_ rules: ScanRules, _ source: Source) -> Decision {
            switch self {
            case .directory:
                Decision(.directory, nil, "a folder of source \(source.name), and it is walked")
            case .nothing:
                Decision(.missing, nil, "nothing stands there now; such a name is catalogued")
            case .unknown(let reason):
                Decision(.unreadable, nil, "the disk does not say what stands there: \(reason)")
            case .appleDouble:
                Decision(
                    .appleDouble, nil, "a resource fork that macOS wrote beside the real file")
            case .other:
                Decision(.notRegular, nil, "a symbolic link or special file, and none is followed")
            case .file(let size) where size < rules.minimumSize:
                Decision(
                    .tooSmall, "[scan] min_file_size = \(rules.minimumSize)",
                    "it has \(size) bytes, fewer than min_file_size = \(rules.minimumSize)")
            case .file:
                Decision(
                    .audio, nil,
                    source.reading == .full
                        ? "an audio file of source \(source.name)"
                        : "an audio file of source \(source.name), which is not opened (read = names)"
                )
            }
        }
    }
}
