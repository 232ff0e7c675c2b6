import AudiowatchCore
import Settings
import SystemPackage

/// How other machines open the page, said at a start that lets them in.
enum ElsewhereText {
    static func lines(_ report: StatusReport, _ server: Configuration.Server) -> [String] {
        guard let pages = report.pagesElsewhere, !pages.isEmpty else { return [] }
        let token = server.tokenFile.map { "cat \($0.display)" } ?? "audiowatch token new"
        return ["from other machines: \(pages.joined(separator: "  "))"] + [
            "there it asks for the token, once in each browser: \(token)",
            "what goes over the network is not encrypted; from outside of your own: "
                + "ssh -L 8787:127.0.0.1:\(server.port) THIS-MACHINE, then http://127.0.0.1:8787/",
        ]
    }
}
