/// The program's version.
enum Version {
    /// Semantic version of the product, as in CHANGELOG.md.
    static let current = "0.1.0"

    /// What `--version` prints.
    static var full: String { "audiowatch \(current)" }
}
