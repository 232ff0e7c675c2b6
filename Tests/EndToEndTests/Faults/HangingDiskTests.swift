import TestSupport
import Testing

/// A disk that takes a question and never answers it stops its own source, and nothing else.
@Suite(.serialized, .onThreads) struct HangingDiskTests {
    @Test(arguments: HangingDisk.Call.allCases)
    func `A disk that hangs stops its own source alone, and nobody's end`(
        _ call: HangingDisk.Call
    ) throws {
        if let obstacle = HangingDisk.obstacle { return print("skipped: \(obstacle)") }
        try Mounts.ofOwn {
            let world = try World("hang", sources: ["music", "away"])
            let music = try world.source("music")
            let backing = try world.folder.folder("backing")
            for number in 0..<120 {
                try Disk.write(Sounds.wav(number), to: music / "d\(number % 7)/\(number).wav")
            }
            for number in 200..<240 {
                try Disk.write(
                    Sounds.wav(number), to: DiskPath(backing) / "e\(number % 3)/\(number).wav")
            }
            let disk = try HangingDisk(
                showing: backing, at: world.folder.appending("disk/away"))
            defer { disk.end() }
            disk.hang(in: call)

            let daemon = try RunningDaemon(world)
            try until("\(call): somebody waits for the disk") { disk.waiting > 0 }
            try until("\(call): the other source is catalogued", within: 60) {
                try count(of: "music", in: world) == 120
            }
            try until("\(call): status says which disk does not answer") {
                try isSilent("away", daemon)
            }
            #expect(try isSilent("music", daemon) == false)
            // What happens elsewhere is noticed as ever.
            try Disk.write(Sounds.wav(500), to: music / "new.wav")
            try until("\(call): a new file elsewhere is catalogued") {
                try count(of: "music", in: world) == 121
            }
            let waiting = try world.audiowatch("wait", "--timeout", "0.2", "--json")
            #expect(waiting.status == 1)
            #expect(waiting.text.contains("away"), "wait does not say what for: \(waiting.text)")
            #expect(disk.waiting > 0, "it did not hang to the end")
            #expect(try daemon.terminate() == 0)

            let again = try RunningDaemon(world)
            try until("\(call): status says it again") { try isSilent("away", again) }
            disk.answer()
            try until("\(call): the disk is seen to answer") { try !isSilent("away", again) }
            try again.sync()
            try world.expectEqualToDisk("\(call): after the disk has answered")
            #expect(try again.terminate() == 0)
        }
    }

    @Test func `A disk that hangs in the middle of the work and comes back loses nothing`() throws {
        if let obstacle = HangingDisk.obstacle { return print("skipped: \(obstacle)") }
        try Mounts.ofOwn {
            let world = try World("pause", sources: ["music", "away"])
            let backing = try world.folder.folder("backing")
            for number in 0..<300 {
                try Disk.write(
                    Sounds.wav(number), to: DiskPath(backing) / "e\(number % 9)/\(number).wav")
            }
            let disk = try HangingDisk(
                showing: backing, at: world.folder.appending("disk/away"))
            defer { disk.end() }
            let daemon = try RunningDaemon(starting: world)
            try until("files are read", within: 60) { disk.count(.read) > 40 }
            disk.hang(in: .read)
            try until("status says that it does not answer", within: 60) {
                try daemon.isRunning && isSilent("away", daemon)
            }
            disk.answer()
            try daemon.sync()
            try world.expectEqualToDisk("after the disk has answered")
            #expect(try world.problems().isEmpty)
        }
    }

    private func count(of source: String, in world: World) throws -> Int {
        try DatabaseFile(world.database).rows(
            """
            SELECT count(*) FROM files JOIN sources ON sources.id = files.source_id
            WHERE sources.name = '\(source)' AND content_id IS NOT NULL AND deleted_at IS NULL
            """
        ).first?[0].integer ?? 0
    }

    private func isSilent(_ name: String, _ daemon: RunningDaemon) throws -> Bool {
        guard let status = try? daemon.status() else { return false }
        let source = status["sources"].array.first { $0["name"].string == name }
        return source?["reason"].string?.contains("does not answer") ?? false
    }
}
