import Foundation
import SystemPackage
import TestSupport
import Testing

/// How fast the first scan of a library is while another source's disk does not answer, beside the same alone.
/// `scripts/bench hang` runs it on its library; figures, no verdict.
@Suite(.serialized, .onThreads) struct HangingDiskFigures {
    private static let given = ProcessInfo.processInfo.environment

    @Test(.enabled(if: given["AUDIOWATCH_HANG_LIBRARY"] != nil, "scripts/bench hang runs it"))
    func `A first scan beside a disk that hangs is timed`() throws {
        let library = DiskPath(
            FilePath(try #require(HangingDiskFigures.given["AUDIOWATCH_HANG_LIBRARY"])))
        let figures = try #require(HangingDiskFigures.given["AUDIOWATCH_HANG_FIGURES"])
        let rounds = HangingDiskFigures.given["AUDIOWATCH_HANG_ROUNDS"].flatMap { Int($0) } ?? 3
        var lines: [String] = []
        try Mounts.ofOwn {
            // Tells how many files there are, and warms the page cache.
            let files = try scan(library, beside: nil, files: nil).files
            for _ in 0..<rounds {
                lines.append("alone \(try scan(library, beside: nil, files: files).seconds)")
                for call in [HangingDisk.Call.open, .read, .list] {
                    let scan = try scan(library, beside: call, files: files)
                    lines.append("\(call) \(scan.seconds)")
                    lines.append("end \(scan.end)")
                }
            }
        }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(
            to: URL(fileURLWithPath: figures))
    }

    /// Seconds until so many files are catalogued, and from SIGTERM to the end.
    private func scan(
        _ library: DiskPath, beside call: HangingDisk.Call?, files: Int?
    ) throws -> (files: Int, seconds: Double, end: Double) {
        let place = try TemporaryFolder("hang")
        let backing = try place.folder("backing")
        for number in 0..<40 {
            try Disk.write(
                Sounds.wav(number), to: DiskPath(backing) / "e\(number % 3)/\(number).wav")
        }
        let disk = try call.map { call in
            let disk = try HangingDisk(showing: backing, at: place.folder("away"))
            disk.hang(in: call)
            return disk
        }
        defer { disk?.end() }
        var sources = [DiskSource(name: "library", path: library)]
        if disk != nil {
            sources.append(DiskSource(name: "away", path: DiskPath(place.path.appending("away"))))
        }
        let world = try World("hang", on: sources)
        let clock = ContinuousClock()
        let began = clock.now
        let daemon = try RunningDaemon(starting: world)
        var found = 0
        try until("the library is catalogued", within: 600) {
            Thread.sleep(forTimeInterval: 0.02)
            found = (try? catalogued(in: world)) ?? 0
            return found >= files ?? 1
        }
        let seconds = (clock.now - began) / .seconds(1)
        if files == nil {
            try daemon.sync()
            found = try catalogued(in: world)
        }
        if let disk {
            try until("somebody waits for the disk") { disk.waiting > 0 }
        }
        let asked = clock.now
        #expect(try daemon.terminate() == 0)
        return (found, seconds, (clock.now - asked) / .seconds(1))
    }

    private func catalogued(in world: World) throws -> Int {
        try DatabaseFile(world.database).rows(
            "SELECT files FROM sources WHERE name = 'library'"
        ).first?[0].integer ?? 0
    }
}
