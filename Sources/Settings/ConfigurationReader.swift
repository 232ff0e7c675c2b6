import AudiowatchCore
import SystemPackage

/// Makes a ``Configuration`` of a document: reads, fills in defaults, and compares the sources.
struct ConfigurationReader {
    private var tables: TableReader
    private let paths: PathText
    private let standard: StandardPaths
    private let file: FilePath
    private var warnings: [ConfigurationWarning] = []

    init(_ document: TOMLDocument, file: FilePath, standard: StandardPaths) {
        self.file = file
        self.standard = standard
        paths = PathText(home: standard.home, folder: file.removingLastComponent())
        tables = TableReader(document: document, check: ValueCheck(paths: paths))
    }

    /// The configuration, or every finding at once.
    mutating func configuration() throws(SettingsError) -> (Configuration, [ConfigurationWarning]) {
        tables.read()
        let server = server()
        let sources = sources()
        compare(sources)
        checkExtensions()
        let result = Configuration(
            database: path(["database", "path"]) ?? standard.database,
            sources: sources,
            sourcesWithChosenReading: Set(
                tables.sourceNames.filter { tables.values[["sources", $0, "read"]] != nil }),
            rules: ScanRules(
                extensions: Set(texts(.extensions).map { Array($0.utf8) }),
                minimumSize: Int64(integer(.minimumSize)), exclude: texts(.exclude)),
            hashChunkSize: Int64(integer(.chunkSize)),
            workers: choice(integer(.workers)),
            probeHelpers: choice(integer(.probeHelpers)),
            rescanInterval: duration(.rescanInterval) ?? .seconds(86_400),
            pollInterval: duration(.pollInterval) ?? .seconds(900),
            server: server,
            logLevel: LogLevel(rawValue: text(.logLevel)) ?? .info,
            trayNotifies: value(KnownKey.trayNotifications.path, .trayNotifications)
                == .boolean(true))
        guard tables.findings.isEmpty else {
            let ordered = tables.findings.enumerated().sorted {
                ($0.element.line ?? .max, $0.offset) < ($1.element.line ?? .max, $1.offset)
            }
            throw SettingsError(.invalid, file: file, findings: ordered.map(\.element))
        }
        return (result, warnings.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
    }

    /// The sources alone, those that are right, whatever is wrong elsewhere.
    mutating func readSources() -> [Source] {
        tables.read()
        return sources()
    }

    private mutating func server() -> Configuration.Server {
        let server = Configuration.Server(
            bind: text(.bind), port: integer(.port), tokenFile: path(["server", "token_file"]),
            allowedHosts: texts(.allowedHosts))
        if !server.isLoopback {
            let key = ["server", "bind"]
            if server.tokenFile == nil {
                tables.note(
                    .exposed, key,
                    "server.bind \"\(server.bind)\" lets other machines in, and there is no "
                        + "token_file to keep strangers out; make one with `audiowatch token new`, "
                        + "or write bind = \"127.0.0.1\"")
            } else if server.allowedHosts.isEmpty {
                warn(
                    .unreachablePage, key,
                    "other machines open the page by this one's numeric address only: "
                        + "allowed_hosts names no name of it, like [\"studio.local\"]")
            }
        }
        return server
    }

    private func sources() -> [Source] {
        tables.sourceNames.compactMap { name in
            let key = { (key: KnownKey) in ["sources", name, key.name] }
            guard let path = path(key(.sourcePath)) else { return nil }
            return Source(
                name: name, path: path,
                isEnabled: value(key(.sourceEnabled), .sourceEnabled) != .boolean(false),
                exclude: texts(.sourceExclude, at: key(.sourceExclude)),
                role: Source.Role(rawValue: text(.sourceRole, at: key(.sourceRole))) ?? .working,
                reading: Source.Reading(rawValue: text(.sourceReading, at: key(.sourceReading)))
                    ?? .full,
                followsSymlinks: value(key(.sourceSymlinks), .sourceSymlinks) == .boolean(true),
                rescanInterval: duration(
                    .sourceRescanInterval, at: key(.sourceRescanInterval)))
        }
    }

    /// Two sources with one path are an error; a source inside another owns its folder, with a warning.
    private mutating func compare(_ sources: [Source]) {
        for (index, source) in sources.enumerated() {
            let key = ["sources", source.name, "path"]
            for earlier in sources[..<index] where earlier.path == source.path {
                let line = tables.document.outline.line(["sources", earlier.name, "path"])
                tables.note(
                    .samePath, key,
                    "sources \(earlier.name)\(line.map { " (line \($0))" } ?? "") and "
                        + "\(source.name) have the same path \(source.path); remove one")
            }
            if source.followsSymlinks {
                warn(
                    .symlinksStay, ["sources", source.name, "follow_symlinks"],
                    "symbolic links are not followed yet; add the target of each as a source")
            }
            let around = sources.filter { other in
                other.path != source.path && source.path.starts(with: other.path)
            }
            if let outer = around.max(by: { $0.path.components.count < $1.path.components.count }) {
                warn(
                    .nestedSource, key,
                    "source \(source.name) lies inside source \(outer.name); "
                        + "its folder belongs to \(source.name) alone")
            }
        }
    }

    private mutating func checkExtensions() {
        let known = Set(ScanDefaults.extensions)
        for text in texts(.extensions) where !known.contains(text) {
            warn(
                .unknownExtension, ["scan", "extensions"],
                "extension \(text) is none of the formats that are tested; "
                    + "such a file may only become a problem")
        }
    }

    private mutating func warn(
        _ kind: ConfigurationWarning.Kind, _ path: [String], _ message: String
    ) {
        warnings.append(
            ConfigurationWarning(
                kind: kind, line: tables.document.outline.line(path), message: message))
    }

    private func value(_ path: [String], _ key: KnownKey) -> SettingValue? {
        tables.values[path] ?? key.fallback
    }

    private func integer(_ key: KnownKey) -> Int {
        guard case .integer(let number) = value(key.path, key) else { return 0 }
        return number
    }

    private func text(_ key: KnownKey, at path: [String]? = nil) -> String {
        guard case .text(let text) = value(path ?? key.path, key) else { return "" }
        return text
    }

    private func texts(_ key: KnownKey, at path: [String]? = nil) -> [String] {
        guard case .texts(let texts) = value(path ?? key.path, key) else { return [] }
        return texts
    }

    private func duration(_ key: KnownKey, at path: [String]? = nil) -> Duration? {
        DurationText.parse(text(key, at: path))
    }

    private func path(_ path: [String]) -> FilePath? {
        guard case .text(let text) = tables.values[path], case .path(let result) = paths.read(text)
        else { return nil }
        return result
    }

    /// 0 leaves the choice to the daemon.
    private func choice(_ number: Int) -> Int? { number == 0 ? nil : number }
}

extension KnownKey {
    /// The whole key, for tables that there is one of.
    fileprivate var path: [String] { [section.rawValue, name] }
}
