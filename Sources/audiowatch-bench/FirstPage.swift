import Foundation

/// What a browser asks for until the first rows are there, one after the other on one connection.
struct FirstPage {
    let port: UInt16
    let rounds: Int

    /// What the page's scripts ask the API for when it opens.
    private static let questions = ["/api/files?q=&limit=64", "/api/status", "/api/facets?q="]

    func measured() throws(BenchError) -> Figures {
        let connection = try PageConnection(port: port)
        let wanted = try files(connection).map { "/assets/\($0)" }
        var delays = Delays()
        var bytes = 0
        for round in 0...rounds {
            let start = nanoseconds()
            bytes = 0
            for target in ["/"] + wanted + FirstPage.questions {
                bytes += try connection.get(target, packed: true).count
            }
            if round > 0 { delays.add(nanoseconds() - start) }
        }
        return [("bytes", "\(bytes)")] + delays.figures([50, 95])
    }

    /// All that the page and its scripts name.
    private func files(_ connection: PageConnection) throws(BenchError) -> [String] {
        var asked: [String] = []
        var wanted = FirstPage.names(in: try connection.get("/"))
        while let name = wanted.popLast() {
            guard !asked.contains(name) else { continue }
            asked.append(name)
            guard name.hasSuffix(".js") else { continue }
            wanted += FirstPage.names(in: try connection.get("/assets/\(name)"))
        }
        return asked
    }

    /// Files that a page or a script names: `"/assets/app.css"`, `from "./api.js"`.
    private static func names(in file: Data) -> [String] {
        String(decoding: file, as: UTF8.self)
            .matches(of: #/(?:(?:src|href)="/assets/|from "\./)([a-z.]+)"/#).map { String($0.1) }
    }
}
