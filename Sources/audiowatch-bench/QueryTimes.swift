import Foundation

/// How long a daemon takes for each question of a list, class by class, through its HTTP server.
struct QueryTimes {
    let list: String
    let port: UInt16
    /// Files of the catalogue: `{90%}` in a question is the row that so many stand before.
    let files: Int
    let rounds: Int

    /// Figures of a class, and `all` for those of all questions.
    func measured() throws(BenchError) -> Figures {
        guard let text = FileManager.default.contents(atPath: list) else {
            throw .system("reading \(list)")
        }
        let connection = try PageConnection(port: port)
        var classes: [String] = []
        var delays: [String: Delays] = [:]
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
            .filter { !$0.hasPrefix("#") }
        // One round that is not counted: caches and orders are made then.
        for round in 0...rounds {
            for line in lines {
                let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
                guard parts.count == 2 else { throw BenchError("\(line) is no question") }
                let question = parts[1].replacing(#/{([0-9]+)%}/#) { match in
                    "\(files / 100 * (Int(match.1) ?? 0))"
                }
                let start = nanoseconds()
                _ = try connection.get(question)
                let delay = nanoseconds() - start
                if !classes.contains(parts[0]) { classes.append(parts[0]) }
                guard round > 0 else { continue }
                for name in [parts[0], "all"] { delays[name, default: Delays()].add(delay) }
            }
        }
        return (classes + ["all"]).flatMap { name in
            (delays[name] ?? Delays()).figures([50, 95, 99]).map {
                ("\(name)-" + $0.name, $0.value)
            }
        }
    }
}
