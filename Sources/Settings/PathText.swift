import AudiowatchCore
import SystemPackage

/// A path as the configuration writes it, turned into an absolute one.
struct PathText {
    /// What `~` stands for.
    let home: FilePath
    /// What a relative path starts from: the folder of the configuration file.
    let folder: FilePath

    /// A path, or what is wrong with the text.
    enum Reading {
        case path(FilePath)
        case wrong(SettingsError.Finding.Kind, String)
    }

    /// Reads a path. Lexical: nothing on the disk is asked.
    func read(_ text: String) -> Reading {
        if text.isEmpty { return .wrong(.badValue, "is empty; write a path, like \"~/Samples\"") }
        if text.utf8.contains(0) { return .wrong(.badValue, "holds a NUL, which no path can") }
        if Self.isWindows(text) {
            return .wrong(
                .windowsPath,
                "is \"\(text)\", a Windows path: where is that drive mounted here? "
                    + "`findmnt` lists mounted drives; they often stand below /media, /mnt or /run/media"
            )
        }
        if text == "~" { return .path(home) }
        if text.hasPrefix("~/") {
            return .path(normal(home.appending(String(text.dropFirst(2)))))
        }
        if text.hasPrefix("~") {
            return .wrong(
                .badValue,
                "is \"\(text)\": only ~ and ~/ stand for your home folder; "
                    + "write the whole path, or ./\(text) for a folder of that name")
        }
        let path = FilePath(text)
        return .path(normal(path.isAbsolute ? path : folder.appending(path.components)))
    }

    /// True for `D:`, `D:/…`, `D:\…` and `\\server\…`.
    static func isWindows(_ text: String) -> Bool {
        if text.hasPrefix("\\\\") { return true }
        let bytes = Array(text.utf8.prefix(3))
        guard let letter = bytes.first, bytes.dropFirst().first == UInt8(ascii: ":") else {
            return false
        }
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter | 0x20)
        let third = bytes.dropFirst(2).first
        return isLetter
            && (third == nil || third == UInt8(ascii: "/") || third == UInt8(ascii: "\\"))
    }

    private func normal(_ path: FilePath) -> FilePath { path.lexicallyNormalized() }
}
