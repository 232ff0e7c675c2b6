public import AudiowatchCore

/// What taking over one configuration after another takes. Pure.
public struct ConfigurationChange: Hashable, Sendable {
    /// What it means for the sources.
    public let sources: SourceChanges
    /// How much is logged from now on; nil when that stays.
    public let logLevel: LogLevel?
    /// What counts only once the daemon starts anew.
    public let pending: [ConfigurationStatus.Pending]

    /// Compares what is in force with what the file says.
    ///
    /// `started` is what the daemon began with: of it are the keys that count at a start only, so that one that was
    /// changed and changed back waits for nothing.
    public init(from current: Configuration, to new: Configuration, started: Configuration) {
        sources = SourceChanges(from: current.sourcePlan, to: new.sourcePlan)
        logLevel = current.logLevel == new.logLevel ? nil : new.logLevel
        let before = ConfigurationChange.startingKeys(started)
        let after = ConfigurationChange.startingKeys(new)
        pending = zip(before, after).filter { $0.value != $1.value }.map { old, new in
            ConfigurationStatus.Pending(key: old.key.title, now: old.value, then: new.value)
        }
    }

    /// Keys that are read at a start only, each as its file would say it.
    private static func startingKeys(
        _ configuration: Configuration
    ) -> [(key: KnownKey, value: String)] {
        let server = configuration.server
        return [
            (.database, TOMLText.quoted(configuration.database.display)),
            (.chunkSize, "\(configuration.hashChunkSize)"),
            (.workers, "\(configuration.workers ?? 0)"),
            (.probeHelpers, "\(configuration.probeHelpers ?? 0)"),
            (.bind, TOMLText.quoted(server.bind)),
            (.port, "\(server.port)"),
            (.tokenFile, server.tokenFile.map { TOMLText.quoted($0.display) } ?? "not set"),
            (.allowedHosts, SettingValue.texts(server.allowedHosts).toml),
        ]
    }
}

extension Configuration {
    /// What a running daemon can take over of it.
    public var sourcePlan: SourcePlan {
        SourcePlan(
            sources: sources, withChosenReading: sourcesWithChosenReading, rules: rules,
            rescanInterval: rescanInterval, pollInterval: pollInterval)
    }
}

extension SettingsError {
    /// Everything that is wrong, as a status tells it.
    public var statusFindings: [ConfigurationStatus.Finding] {
        findings.map { .init(line: $0.line, column: $0.column, message: $0.message) }
    }
}
