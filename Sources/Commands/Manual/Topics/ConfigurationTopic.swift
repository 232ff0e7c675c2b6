import Settings

extension Topic {
    /// The configuration's reference, from the definition that reads and checks it.
    static let configuration = Topic(
        "configuration", page: "audiowatch.toml", section: 5, "the configuration file",
        Block.blocks(
            """
            A TOML file, ~/.config/audiowatch/config.toml where --config names no other. Without one the defaults hold,
            and there is no source. `audiowatch init` makes it with every key explained, `audiowatch source add` adds a
            folder, and `audiowatch config check` says what is wrong with it, all at once, with the line of each.

              [sources.samples]
              path = "~/Samples"

              [sources.archive]
              path = "/mnt/archive"
              role = "backup"

            ~ is your home folder. Times read "90s", "15m", "24h".
            """) + KnownKey.Section.allCases.flatMap(blocks(of:)))

    private static func blocks(of section: KnownKey.Section) -> [Block] {
        let table = section == .sources ? "[sources.NAME]" : "[\(section.rawValue)]"
        return [
            .heading(table), .text(section.meaning),
            .terms(section.keys.map { Block.Term($0.name, "\($0.meaning) \(range(of: $0))") }),
        ]
    }

    private static func range(of key: KnownKey) -> String {
        let values =
            switch key.kind {
            case .boolean: "true or false"
            case .integer(let range):
                range.upperBound == .max
                    ? "a number from \(range.lowerBound) on"
                    : "a number from \(range.lowerBound) to \(range.upperBound)"
            case .path: "a path"
            case .duration: "a time"
            case .choice(let words): words.map { "\"\($0)\"" }.joined(separator: ", ")
            case .address: "an address"
            case .globs: "a list of patterns"
            case .extensions: "a list of extensions"
            case .hosts: "a list of names"
            }
        let usual = key.fallback.map { ", default \($0.toml)" } ?? ""
        return "(\(values)\(usual))"
    }
}
