import AudiowatchCore
import Foundation

/// Talk for people, on standard error: data in a pipe stays clean. Lines inside are kept, everything else
/// that a terminal would obey is escaped.
func say(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let safe = lines.map { TerminalText.escaped(String($0)) }.joined(separator: "\n")
    FileHandle.standardError.write(Data((safe + "\n").utf8))
}

/// A value for programs, on standard output.
func printJSON(_ value: some Encodable) throws {
    print(try JSONOutput.document(value))
}

/// A command that cannot do what it was asked: one sentence with the way out.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
