import SystemPackage
import TOMLKit

/// A TOML text that parses, with the places of its keys.
struct TOMLDocument {
    /// The text.
    let text: String
    /// Its values.
    let root: TOMLTable
    /// The places of its keys.
    let outline: TOMLOutline

    /// Parses the text of `file`.
    ///
    /// - Throws: ``SettingsError`` `.syntax` with line and column.
    init(_ text: String, file: FilePath) throws(SettingsError) {
        // TOMLKit hands the text to C, which would stop reading at a NUL and never say so.
        let lines = text.utf8.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if let line = lines.firstIndex(where: { $0.contains(0) }) {
            throw SettingsError(
                .syntax, file: file,
                findings: [.init(.syntax, line: line + 1, "a NUL byte; this is no text file")])
        }
        let outline = TOMLOutline(text)
        // TOMLKit's parser asserts, and so ends the process, where a value or a table's name should begin
        // and cannot; a file saved half written must not end the daemon. Cut there, the text is safe, and
        // an error that stands before it is told by the parser in its own words.
        let readable = outline.gap.map {
            String(decoding: text.utf8.prefix($0.position), as: UTF8.self)
        }
        do {
            root = try TOMLTable(string: readable ?? text)
        } catch let error as TOMLParseError {
            let (line, column) = (error.source.begin.line, error.source.begin.column)
            var message = "not TOML: \(error.description)"
            if line >= 1, line <= lines.count, Self.holdsWindowsPath(Substring(lines[line - 1])) {
                message +=
                    "; a Windows path? Where is that drive mounted here? "
                    + "Paths are written with /, like \"/media/you/Samples\""
            }
            throw SettingsError(
                .syntax, file: file,
                findings: [.init(.syntax, line: line, column: column, message)])
        } catch {
            throw SettingsError(.syntax, file: file, .syntax, "not TOML: \(error)")
        }
        if let gap = outline.gap, let readable {
            let above = readable.utf8.split(
                separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            throw SettingsError(
                .syntax, file: file,
                findings: [
                    .init(
                        .syntax, line: above.count, column: (above.last?.count ?? 0) + 1,
                        "not TOML: \(gap.wanted) is missing here")
                ])
        }
        self.text = text
        self.outline = outline
    }

    /// The text of a file's bytes.
    ///
    /// - Throws: ``SettingsError`` `.syntax` naming the line that is not UTF-8.
    static func text(of bytes: [UInt8], file: FilePath) throws(SettingsError) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
        throw SettingsError(
            .syntax, file: file,
            findings: [
                .init(
                    .encoding, line: line.map { $0 + 1 },
                    "this line is not UTF-8, and TOML must be; a folder whose name is not UTF-8 "
                        + "can be watched through a symbolic link with a plain name")
            ])
    }

    /// `"D:\Music"`: the backslash makes it a syntax error before anybody can see a path in it.
    private static func holdsWindowsPath(_ line: Substring) -> Bool {
        line.split(separator: "\"", omittingEmptySubsequences: false).contains {
            PathText.isWindows(String($0)) && $0.contains("\\")
        }
    }
}
