import AudiowatchCore
import Settings
import SystemPackage

/// Where the configurations of these tests pretend to be.
let testPaths = StandardPaths(
    environment: ["HOME": "/home/ada", "XDG_DATA_HOME": "/home/ada/data"], userID: 1000,
    home: "/home/ada")

let testFile: FilePath = "/home/ada/.config/audiowatch/config.toml"

func parse(
    _ text: String
) throws(SettingsError) -> (configuration: Configuration, warnings: [ConfigurationWarning]) {
    try Configuration.parse(text, file: testFile, paths: testPaths)
}

/// The findings of a text that must not be accepted.
func findings(_ text: String) -> [SettingsError.Finding] {
    do {
        _ = try parse(text)
        return []
    } catch {
        return error.findings
    }
}
