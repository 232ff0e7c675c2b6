import AudiowatchCore
import SystemPackage

/// The name that a source gets from its folder.
enum SourceName {
    /// `My Samples (old)` becomes `my-samples-old`; a second one `my-samples-old-2`.
    ///
    /// Letters and digits of any script stay, lower case; everything else becomes one `-`.
    static func make(for folder: FilePath, besides taken: [String]) -> String {
        var words: [String] = [""]
        for character in (folder.fileName?.display ?? "disk").lowercased() {
            if character.isLetter || character.isNumber || character == "_" {
                words[words.count - 1].append(character)
            } else if words.last != "" {
                words.append("")
            }
        }
        let joined = words.filter { !$0.isEmpty }.joined(separator: "-")
        let base = joined.isEmpty ? "source" : joined
        let used = Set(taken.map { $0.lowercased() })
        guard used.contains(base) else { return base }
        var number = 2
        while used.contains("\(base)-\(number)") { number += 1 }
        return "\(base)-\(number)"
    }
}
