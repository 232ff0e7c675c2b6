import AudiowatchCore
import DaemonClient
import Foundation
import Glibc
import SystemPackage

/// A folder renamed: until the sync point returns, and until a search by the new name finds its files.
struct Move {
    let from: String
    let to: String
    let socket: String

    /// The search's answer, as far as it counts here.
    private struct Page: Decodable {
        struct Hit: Decodable { var path: String }
        var hits: [Hit]
    }

    func measured() throws(BenchError) -> Figures {
        let daemon = DaemonClient(socket: FilePath(socket))
        let name = to.split(separator: "/").last.map(String.init) ?? to
        do {
            let start = nanoseconds()
            guard rename(from, to) == 0 else { throw BenchError.system("renaming \(from)") }
            let result = try daemon.wait(timeout: .seconds(300))
            guard result.isComplete else {
                throw BenchError(result.reason ?? "not complete in 300 s")
            }
            let waited = nanoseconds()
            var found = 0
            // One question is enough when the sync point is one.
            let page: Page = try daemon.get("/api/files?q=\(name)&limit=1", timeout: .seconds(60))
            found = page.hits.count { $0.path.hasPrefix(to + "/") }
            let searched = nanoseconds()
            return [
                ("wait", milliseconds(waited - start)),
                ("search", milliseconds(searched - start)), ("hits", "\(found)"),
            ]
        } catch let error as BenchError {
            throw error
        } catch {
            throw BenchError("\(error)")
        }
    }
}
