import Foundation
import Testing

/// Output for people, held against the files in `Golden`, which are read as what they are: texts.
///
/// With `AUDIOWATCH_WRITE_GOLDEN=1` they are written anew; what changed is then seen in the diff.
enum Golden {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Golden")

    /// `lines` as a terminal would get them, with ESC made visible as `␛`.
    static func expect(
        _ lines: [String], equal name: String, at location: SourceLocation = #_sourceLocation
    ) throws {
        let text = lines.map { $0.replacingOccurrences(of: "\u{1B}", with: "␛") + "\n" }.joined()
        let file = folder.appendingPathComponent(name + ".txt")
        if ProcessInfo.processInfo.environment["AUDIOWATCH_WRITE_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: file)
        }
        let known = try String(contentsOf: file, encoding: .utf8)
        #expect(text == known, "\(name) is now:\n\(text)", sourceLocation: location)
    }
}
