import Foundation
import SystemPackage
import TestSupport
import Testing

/// What `audiowatch export` writes of a library with names of every kind.
@Suite(.onThreads) struct ExportCommandTests {
    private func library() throws -> World {
        let world = try World("export", sources: ["music"])
        let music = try world.source("music")
        try Disk.write(Sounds.wav(1), to: music / "Kick, \"deep\".wav")
        try Disk.write(Sounds.bytes(Sound(seconds: 2), "flac"), to: music / "two\nlines.flac")
        // `café.wav` in Latin 1: no UTF-8.
        try Disk.write(Sounds.wav(3), to: music / [0x63, 0x61, 0x66, 0xE9, 0x2E, 0x77, 0x61, 0x76])
        try world.succeed("scan", "--wait")
        return world
    }

    private func export(_ world: World, _ arguments: String...) throws -> ProgramResult {
        try run(
            builtProgram("audiowatch"), ["export"] + arguments + ["--config", world.configuration],
            environment: world.environment)
    }

    @Test func `Every form names every file by its exact bytes`() throws {
        let world = try library()
        let files = try Set(walk(world.sources).map(\.path))
        #expect(files.count == 3)
        let lines = try export(world)
        #expect(lines.status == 0, "\(lines.errorText)")
        #expect(try Set(JSON.items(lines.output).compactMap(\.path)) == files)
        #expect(try JSON.items(lines.output).allSatisfy { $0["fingerprint"].string?.count == 16 })
        let shape = try Shape(named: "exported")
        #expect(try JSON.items(lines.output).flatMap { shape.faults(in: $0) } == [])
        let array = try JSON(export(world, "--format", "json").output)
        #expect(Set(array.array.compactMap(\.path)) == files)
        let list = try export(world, "--format", "m3u8")
        #expect(list.errorText.contains("2 names"), "\(list.errorText)")
        // Read as players read it: a line is a path, or an address of one.
        let played = list.output.split(separator: UInt8(ascii: "\n")).map { Array($0) }
            .filter { $0.first != UInt8(ascii: "#") }
            .map { line in
                let text = String(decoding: line, as: UTF8.self)
                guard text.hasPrefix("file://") else { return DiskPath(line) }
                var bytes: [UInt8] = []
                var rest = Array(text.dropFirst(7).utf8)[...]
                while let byte = rest.popFirst() {
                    guard byte == UInt8(ascii: "%") else {
                        bytes.append(byte)
                        continue
                    }
                    let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                    bytes.append(UInt8(digits, radix: 16) ?? 0)
                    rest = rest.dropFirst(2)
                }
                return DiskPath(bytes)
            }
        #expect(Set(played) == files)
        #expect(try export(world, "tuba").status == 1)
        #expect(try export(world, "fromat:wav").status == 2)
    }

    @Test func `A file given by name is whole, and a daemon makes no difference`() throws {
        let world = try library()
        let place = world.folder.appending("list.csv").string
        let before = try export(world, "format:wav", "--format", "csv")
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        let result = try export(world, "format:wav", "--format", "csv", "--output", place)
        #expect(result.status == 0, "\(result.errorText)")
        #expect(result.output.isEmpty)
        #expect(result.errorText.contains("2 rows"), "\(result.errorText)")
        let written = try Data(contentsOf: URL(filePath: place))
        #expect(written == before.output)
        #expect(written.split(separator: UInt8(ascii: "\n")).count == 3, "a head and two rows")
        let refused = try export(world, "--output", "/proc/none/list.csv")
        #expect(refused.status != 0 && refused.errorText.contains("/proc/none/list.csv"))
    }
}
