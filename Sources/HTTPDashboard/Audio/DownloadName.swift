import AudiowatchCore
import HTTPTypes

/// `Content-Disposition` of a file that is to be saved. Source: RFC 6266, RFC 8187.
enum DownloadName {
    /// The header's value for a file of this name: a plain one for old clients, and the exact one, escaped.
    ///
    /// What is no UTF-8 is shown as U+FFFD: a header cannot say it otherwise.
    static func disposition(_ name: FileName) -> String {
        let text = String(decoding: name.bytes, as: UTF8.self)
        let plain = String(
            decoding: text.unicodeScalars.map { isPlain($0) ? UInt8($0.value) : UInt8(ascii: "_") },
            as: UTF8.self)
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''"
            + FileAddress.escaped(Array(text.utf8))
    }

    /// What may stand between quotes and means the same to everybody; `%` and the backslash do not.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && scalar.value < 0x7f && !["\"", "\\", "%"].contains(scalar)
    }
}
