import AudiowatchCore

/// The configuration file as it is shipped: every known key with its default and what it is for.
///
/// A line that begins with `#` and no blank after it is a key at its default: removing the `#` changes
/// nothing until the value is changed. The two lists are live, so that they can be edited in place.
public enum ConfigurationTemplate {
    /// The text of `config/audiowatch.toml`, which `audiowatch init` writes too.
    public static var text: String {
        var lines = [
            "# Configuration of audiowatch. A running daemon applies it when it is saved.",
            "# Check it with: audiowatch config check",
            "# Lines such as #workers = 0 show defaults. ~ is your home folder; times read \"90s\", "
                + "\"15m\", \"24h\".",
        ]
        for section in KnownKey.Section.allCases {
            lines += ["", "# \(section.meaning)"]
            lines.append(section == .sources ? "#[sources.samples]" : "[\(section.rawValue)]")
            for (index, key) in section.keys.enumerated() {
                if index > 0 { lines.append("") }
                lines.append("# \(key.meaning)")
                lines += self.lines(of: key)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(of key: KnownKey) -> [String] {
        guard let value = key.fallback ?? key.example else { return [] }
        switch (key, value) {
        case (.exclude, _):
            return excludeLines
        case (_, .texts(let texts)) where texts.count > 8:
            return ["\(key.name) = ["] + wrapped(texts.map(TOMLText.quoted)) + ["]"]
        default:
            return ["\(key.isLive ? "" : "#")\(key.name) = \(value.toml)"]
        }
    }

    private static var excludeLines: [String] {
        let items = ScanDefaults.exclude.map { (TOMLText.quoted($0.glob) + ",", $0.reason) }
        let width = items.map(\.0.count).max() ?? 0
        let temporary = TemporaryName.rules.map(\.glob).prefix(4)
        return ["exclude = ["]
            + items.map { "    \(padded($0.0, to: width)) # \($0.1)" }
            + [
                "]",
                "# Always skipped, whatever the list says: names that programs give to unfinished files,",
                "# such as \(temporary.joined(separator: " ")) and rsync's .NAME.XXXXXX.",
            ]
    }

    /// Items separated by commas, in lines of at most 88 columns.
    private static func wrapped(_ items: [String]) -> [String] {
        var lines: [String] = []
        var line = "   "
        for item in items {
            if line.count + item.count + 2 > 88 {
                lines.append(line)
                line = "   "
            }
            line += " \(item),"
        }
        return lines + [line]
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
