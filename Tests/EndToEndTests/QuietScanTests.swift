import Foundation
import TestSupport
import Testing

/// A scan that finds nothing new leaves the catalogue as it is, to the last bit.
@Suite(.onThreads) struct QuietScanTests {
    @Test func `A scan of a running daemon that finds nothing new writes nothing`() throws {
        let world = try World("quiet")
        let root = try world.source()
        for number in 0..<12 { try Disk.write(Sounds.wav(number), to: root / "a/\(number).wav") }
        try Disk.write([1, 2, 3], to: root / "a/too small.wav")
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        try world.succeed("scan", "--wait")
        let reader = try DatabaseFile(world.database)
        let before = try Trace(reader, of: world)
        let scanned = try lastScan(daemon)
        try world.succeed("scan", "--wait")
        #expect(try Trace(reader, of: world) == before)
        #expect(try lastScan(daemon) > scanned, "status tells of it all the same")

        // The same look does see what is written.
        try Disk.write(Sounds.wav(99), to: root / "a/new.wav")
        try world.succeed("scan", "--wait")
        let after = try Trace(reader, of: world)
        #expect(after.version != before.version)
        #expect(after.log != before.log)
    }

    @Test func `A scan without a daemon that finds nothing new writes nothing`() throws {
        let world = try World("alone")
        let root = try world.source()
        for number in 0..<12 { try Disk.write(Sounds.wav(number), to: root / "a/\(number).wav") }
        try Disk.write([1, 2, 3], to: root / "a/too small.wav")
        try world.succeed("scan", "--wait")
        // Somebody who reads keeps the log from being emptied at the end of each scan.
        let reader = try DatabaseFile(world.database)
        _ = try reader.rows("SELECT count(*) FROM files")
        try world.succeed("scan", "--wait")
        let before = try Trace(reader, of: world)
        try world.succeed("scan", "--wait")
        let after = try Trace(reader, of: world)
        #expect(after.sources == before.sources)
        #expect(after.version == before.version)
        try Disk.delete(root / "a/3.wav")
        try world.succeed("scan", "--wait")
        #expect(try Trace(reader, of: world).version != before.version)
        try world.expectEqualToDisk("after the scans")
    }

    @Test func `Without a daemon status names the last recorded scan, and one that was broken off`()
        throws
    {
        let world = try World("recorded")
        let root = try world.source()
        try Disk.write(Sounds.wav(1), to: root / "a.wav")
        let first = try RunningDaemon(world)
        try first.sync()
        let recorded = try lastScan(first)
        try first.terminate()
        let second = try RunningDaemon(world)
        try second.sync()
        #expect(try lastScan(second) > recorded)
        try second.killAtOnce()

        var status = try JSON(world.audiowatch("status", "--json").output)
        let scan = status["sources"].array.first?["lastScan"] ?? .null
        #expect(scan["startedAt"].number == recorded, "the second scan found nothing new")
        #expect(scan["finishedAt"].number != nil)
        #expect(scan["isRunning"].bool == false)
        #expect(try world.audiowatch("status").text.contains("last recorded scan"))

        try DatabaseFile(world.database, writing: true).execute(
            "UPDATE sources SET scan_finished_at = NULL")
        status = try JSON(world.audiowatch("status", "--json").output)
        #expect(status["sources"].array.first?["lastScan"]["isRunning"].bool == false)
        #expect(try world.audiowatch("status").text.contains("broken off (start)"))
        // The next scan to the end is recorded, whether or not it finds anything.
        let third = try RunningDaemon(world)
        try third.sync()
        try third.terminate()
        status = try JSON(world.audiowatch("status", "--json").output)
        #expect(status["sources"].array.first?["lastScan"]["finishedAt"].number != nil)
        try world.expectEqualToDisk("after the third start")
    }

    private func lastScan(_ daemon: RunningDaemon) throws -> Double {
        let scan = try daemon.status()["sources"].array.first?["lastScan"] ?? .null
        guard let time = scan["startedAt"].number, scan["finishedAt"].number != nil else {
            throw TestFailure("no finished scan: \(scan)")
        }
        return time
    }
}

/// What would show a write.
private struct Trace: Equatable {
    /// Moves with every commit of somebody else's that changed a page.
    var version: Int?
    /// Length and last change of the write-ahead log.
    var log: [String]
    var sources: [[Cell]]

    init(_ reader: DatabaseFile, of world: World) throws {
        version = try reader.rows("PRAGMA data_version").first?.first?.integer
        let log = try FileManager.default.attributesOfItem(atPath: world.database + "-wal")
        let keys: [FileAttributeKey] = [.size, .modificationDate]
        self.log = keys.map { "\(log[$0] ?? "none")" }
        sources = try reader.rows("SELECT * FROM sources ORDER BY id")
    }
}
