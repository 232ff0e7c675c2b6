/// Blocks of the manual as a page for man(1). Source: man(7), groff_char(7).
struct ManualPage {
    /// `audiowatch`, `audiowatch.toml`.
    let name: String
    /// 1 commands, 5 files, 7 everything else.
    let section: Int
    /// What stands behind its name, in one line.
    let title: String
    /// Everything below the name.
    let blocks: [Block]
    /// The other pages.
    var others: [String] = []

    /// The name of its file.
    var file: String { "\(name).\(section)" }

    /// The page.
    var text: String {
        var lines = [
            #".TH "\#(ManualPage.escaped(name.uppercased()))" "\#(section)" "" "\#(Version.full)" "audiowatch""#,
            ".SH NAME", "\(ManualPage.escaped(name)) \\- \(ManualPage.escaped(title))",
        ]
        // A page begins with a heading, whatever its text begins with.
        if case .heading = blocks.first {} else { lines.append(".SH DESCRIPTION") }
        for block in blocks { lines += ManualPage.lines(of: block) }
        if !others.isEmpty {
            lines += [".SH SEE ALSO", others.map(ManualPage.escaped).joined(separator: ", ")]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(of block: Block) -> [String] {
        switch block {
        case .heading(let text): [".SH \"\(escaped(text.uppercased()))\""]
        case .subheading(let text): [".SS \"\(escaped(text))\""]
        case .text(let text): [".PP", escaped(text)]
        case .code(let lines): [".PP", ".RS 4", ".nf"] + lines.map(escaped) + [".fi", ".RE"]
        case .terms(let terms):
            terms.flatMap { [".TP", "\\fB\(escaped($0.name))\\fR", escaped($0.meaning)] }
        }
    }

    /// A text in which nothing is a request: backslashes, hyphens that are typed, and a dot or quote at a line's start.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "\"": result += "\\(dq"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            default: result.append(character)
            }
        }
        return result.hasPrefix(".") ? "\\&" + result : result
    }
}
