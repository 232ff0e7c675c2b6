import Foundation

/// What a browser asks for until the first rows are there, one after the other on one connection.
struct FirstPage {
    let port: UInt16
    let rounds: Int

    /// What the page's scripts ask the API for when it opens.
    private static let questions = ["/api/files?q=&limit=64", "/api/status", "/api/facets?q="]

    func measured() throws(BenchError) -> Figures {
        let connection = try PageConnection(port: port)
        var delays = Delays()
        var bytes = 0
        for round in 0...rounds {
            let start = nanoseconds()
            let front = try connection.get("/")
            bytes = front.count
            var asked: Set<String> = []
            var wanted = FirstPage.names(in: front)
            while let name = wanted.popLast() {
                guard asked.insert(name).inserted else { continue }
                let file = try connection.get("/assets/\(name)")
                bytes += file.count
                if name.hasSuffix(".js") { wanted += FirstPage.names(in: file) }
            }
            for question in FirstPage.questions { bytes += try connection.get(question).count }
            if round > 0 { delays.add(nanoseconds() - start) }
        }
        return [
            ("bytes", "\(bytes)"), ("p50", delays.percentile(50).map(milliseconds) ?? ""),
            ("p95", delays.percentile(95).map(milliseconds) ?? ""),
        ]
    }

    /// Files that a page or a script names: `"/assets/app.css"`, `from "./api.js"`.
    private static func names(in file: Data) -> [String] {
        String(decoding: file, as: UTF8.self)
            .matches(of: #/(?:(?:src|href)="/assets/|from "\./)([a-z.]+)"/#).map { String($0.1) }
    }
}
