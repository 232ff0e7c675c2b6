import Settings
import SystemPackage
import Testing

@Suite struct ConfigurationFileTests {
    private let paths = StandardPaths(environment: [:], userID: 1, home: "/home/ada")

    @Test func `the shipped configuration is what init writes`() throws {
        let shipped = try Repository.text("config/audiowatch.toml")
        #expect(
            shipped == ConfigurationTemplate.text,
            "write it anew: audiowatch init --print > config/audiowatch.toml")
    }

    @Test func `the shipped configuration parses and says the defaults`() throws {
        let shipped = try Repository.text("config/audiowatch.toml")
        let (configuration, warnings) = try parse(shipped)
        #expect(warnings.isEmpty)
        #expect(configuration == (try parse("").configuration))
    }

    @Test func `every known key is in it, and every key in it is known`() throws {
        let lines = uncommented(try Repository.text("config/audiowatch.toml"))
        // An unknown key would be an error here.
        let (configuration, warnings) = try parse(lines.joined(separator: "\n"))
        #expect(warnings.isEmpty)
        #expect(configuration.sources.count == 1)
        var section = ""
        var keys: [String] = []
        for line in lines {
            if line.hasPrefix("[") {
                section =
                    line == "[sources.samples]"
                    ? "sources.NAME" : String(line.dropFirst().dropLast())
            } else if let name = line.split(separator: " ").first, line.contains(" = ") {
                keys.append("\(section).\(name)")
            }
        }
        #expect(keys == KnownKey.all.map(\.title))
    }

    @Test func `every excluded name has its reason`() throws {
        let lines = try Repository.text("config/audiowatch.toml").split(separator: "\n")
        let start = try #require(lines.firstIndex { $0.hasPrefix("exclude = [") })
        let items = lines[(start + 1)...].prefix { $0 != "]" }
        #expect(items.count > 20)
        for item in items { #expect(item.contains("\", ") && item.contains(" # "), "\(item)") }
    }

    /// The lines, with keys that are commented out brought in; prose has a blank after its `#`.
    private func uncommented(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("#") else { return String(line) }
            return line.hasPrefix("# ") ? nil : String(line.dropFirst())
        }
    }

    private func parse(
        _ text: String
    ) throws(SettingsError) -> (configuration: Configuration, warnings: [ConfigurationWarning]) {
        try Configuration.parse(text, file: "/home/ada/config.toml", paths: paths)
    }
}
