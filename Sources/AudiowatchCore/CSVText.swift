/// Rows of a table as text: commas between the fields, CR LF after each row. Source: RFC 4180.
///
/// Fields are written as they are: one that begins with `=`, `+`, `-` or `@` is a formula to some spreadsheets, which
/// is for them to be told, since a changed name is the name of no file.
public enum CSVText {
    private static let special: Set<Unicode.Scalar> = ["\"", ",", "\r", "\n"]

    /// One row.
    public static func row(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\r\n"
    }

    private static func field(_ text: String) -> String {
        // By scalars: CR LF is one character of Swift's, and so is a quote with an accent on it.
        guard text.unicodeScalars.contains(where: special.contains) else { return text }
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted)
    }
}
