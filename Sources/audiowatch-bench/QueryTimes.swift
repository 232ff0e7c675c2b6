import DaemonClient
import Foundation
import SystemPackage

/// How long a daemon takes for each question of a list, class by class, through its HTTP server.
struct QueryTimes {
    let list: String
    let socket: String
    let rounds: Int

    private struct Answer: Decodable {}

    func measured() throws(BenchError) -> Figures {
        guard let text = FileManager.default.contents(atPath: list) else {
            throw .system("reading \(list)")
        }
        let daemon = DaemonClient(socket: FilePath(socket))
        var classes: [String] = []
        var delays: [String: Delays] = [:]
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
            .filter { !$0.hasPrefix("#") }
        // One round that is not counted: caches and orders are made then.
        for round in 0...rounds {
            for line in lines {
                let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
                guard parts.count == 2 else { throw BenchError("\(line) is no question") }
                let start = nanoseconds()
                do {
                    let _: Answer = try daemon.get(parts[1], timeout: .seconds(120))
                } catch {
                    throw BenchError("\(parts[1]): \(error)")
                }
                let delay = nanoseconds() - start
                if !classes.contains(parts[0]) { classes.append(parts[0]) }
                if round > 0 { delays[parts[0], default: Delays()].add(delay) }
            }
        }
        return classes.flatMap { name in
            [50, 95, 99].map { percent in
                (
                    "\(name)-p\(percent)",
                    delays[name]?.percentile(percent).map { milliseconds($0) } ?? ""
                )
            }
        }
    }
}
