import AudiowatchCore
import SQLiteCatalog

/// Found sounds as a playlist in UTF-8, each with its length and name before its absolute path.
///
/// A line of it is a path, so a name that holds a line end, a control character, or is no UTF-8 cannot stand there as
/// it is: it is written as a `file://` address, every odd byte as `%XX`. Players read both.
/// Sources: RFC 8216 §4 (M3U8, EXTINF), RFC 8089 (file URIs), RFC 3986 §2.
enum ExportPlaylist {
    static let head = "#EXTM3U\n"

    static func entry(_ hit: SearchHit, _ path: [UInt8]) -> [UInt8] {
        let length = hit.properties.duration.map { Int64(min($0, 1e9).rounded()) } ?? -1
        let line = isPlain(path) ? path : Array(address(path).utf8)
        return Array("#EXTINF:\(length),\(title(hit))\n".utf8) + line + [UInt8(ascii: "\n")]
    }

    /// True when the path can be a line: valid text without anything that some reader takes for a line's end, and
    /// without a blank at its own end, which many cut off.
    static func isPlain(_ path: [UInt8]) -> Bool {
        guard let text = String(validating: path, as: UTF8.self),
            let last = text.unicodeScalars.last
        else { return false }
        return !text.unicodeScalars.contains(where: TerminalText.isHarmful)
            && !last.properties.isWhitespace
    }

    /// The path as an address: slashes and what needs no escape stand for themselves.
    static func address(_ path: [UInt8]) -> String {
        var text = "file://"
        for byte in path {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"),
                UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                text += "%" + (hex.count < 2 ? "0" : "") + hex
            }
        }
        return text
    }

    /// `Artist - Title` where the tags say both, else the file's name.
    private static func title(_ hit: SearchHit) -> String {
        let tags = hit.properties.tags
        let name = hit.path.split(separator: "/").last.map(String.init) ?? hit.path
        let title =
            if let artist = tags.artist, let title = tags.title { "\(artist) - \(title)" } else {
                name
            }
        let line = title.unicodeScalars.map { TerminalText.isHarmful($0) ? " " : String($0) }
        return line.joined()
    }
}
