import Foundation
import TestSupport

extension RunningDaemon {
    /// State and reason of a source.
    func state(of source: String = "music") throws -> (word: String, reason: String) {
        let found = try status()["sources"].array.first { $0["name"].string == source }
        return (found?["state"].string ?? "", found?["reason"].string ?? "")
    }

    /// Waits until a source is in this state, for a reason that contains `reason`.
    func waitFor(_ word: String, _ reason: String = "", of source: String = "music") throws {
        var last = ("", "")
        do {
            try until("\(source) is \(word)", within: 30) {
                last = try state(of: source)
                return last.0 == word && (reason.isEmpty || last.1.contains(reason))
            }
        } catch {
            throw TestFailure("\(error); it is \(last.0): \(last.1)\n\(said.suffix(2_000))")
        }
    }

    /// SIGTERM, and its end.
    func stop() throws {
        kill(pid, SIGTERM)
        let status = try end(within: 30)
        try require(status == 0, "it ended with \(status): \(said.suffix(2_000))")
    }

    /// Files opened and probed since its start.
    func fileUse() throws -> (opened: Int, probed: Int) {
        let use = try status()["helpers"]
        guard let opened = use["opened"].integer, let probed = use["probes"].integer else {
            throw TestFailure("status tells no file use: \(use)")
        }
        return (opened, probed)
    }
}

/// Which id stands under which path: what must be the same after a drive was away.
struct Ids: Equatable {
    private let ids: [String: Int]

    init(_ world: World) throws {
        let views = try world.views()
        ids = Dictionary(
            views.present.map { ($0.path.description, $0.id) }
                + views.duplicates.map { ($0.path.description, $0.original) }
        ) { first, _ in first }
    }

    var count: Int { ids.count }
}

/// #expect on a thread of a test's own would belong to no test.
func require(_ condition: Bool, _ what: @autoclosure () throws -> String) throws {
    guard condition else { throw TestFailure(try what()) }
}

/// The value, or a failure.
func value<Value>(_ value: Value?, _ what: @autoclosure () throws -> String) throws -> Value {
    guard let value else { throw TestFailure(try what()) }
    return value
}

extension World {
    /// Throws unless the catalogue equals the disk.
    func requireEqualToDisk(_ occasion: String) throws {
        let mistakes = Oracle.differences(between: try walk(sources), and: try views())
        try require(mistakes.isEmpty, "\(occasion): \(mistakes.prefix(10).joined(separator: "\n"))")
    }
}
