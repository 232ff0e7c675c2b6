import TestSupport
import Testing

/// A daemon watching a small library, changed step by step. After each step the sync point is asked for and
/// the catalogue must equal the disk, without any scan: only events may have told of the change.
final class Live {
    let world: World
    let daemon: RunningDaemon
    private let scans: String

    /// Fills the sources, starts the daemon and waits for its first scan.
    init(_ purpose: String, sources: [String] = ["music"], fill: (World) throws -> Void) throws {
        world = try World(purpose, sources: sources)
        try fill(world)
        daemon = try RunningDaemon(world)
        try daemon.sync()
        let daemon = daemon
        try until("the first scan ends") { try daemon.status()["isScanning"].bool == false }
        scans = try Live.scans(daemon)
        try #require(scans.contains("startedAt"), "status names no scan")
        try world.expectEqualToDisk("first scan")
    }

    /// One change of the disk, and what must be so afterwards.
    func step(
        _ what: String, sources: [DiskSource]? = nil,
        at location: SourceLocation = #_sourceLocation, _ change: () throws -> Void
    ) throws {
        try change()
        try daemon.sync()
        try world.expectEqualToDisk(what, sources: sources, at: location)
        let now = try Live.scans(daemon)
        #expect(now == scans, "\(what): a scan ran", sourceLocation: location)
    }

    /// The id that a path stands under; throws when it has none.
    func id(_ path: DiskPath) throws -> Int {
        guard let id = try world.views().id(of: path) else {
            throw TestFailure("\(path) is not in the catalogue")
        }
        return id
    }

    private static func scans(_ daemon: RunningDaemon) throws -> String {
        try daemon.status()["sources"].array.map { "\($0["name"]) \($0["lastScan"])" }
            .joined(separator: "\n")
    }
}
