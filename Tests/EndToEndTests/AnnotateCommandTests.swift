import Foundation
import SystemPackage
import TestSupport
import Testing

/// What other programs say of sounds, from their lines to a search.
@Suite(.onThreads) struct AnnotateCommandTests {
    /// A line of a shell in which `audiowatch` is the built one, with the world's configuration.
    private func shell(_ world: World, _ line: String) throws -> ProgramResult {
        let program = try builtProgram("audiowatch")
        let head = """
            audiowatch() { command=$1; shift; '\(program)' "$command" --config '\(world.configuration)' "$@"; }
            """
        return try run(
            "/bin/bash", ["-c", head + "\n" + line], environment: world.environment)
    }

    private func labelled(_ world: World, _ query: String) throws -> Set<String> {
        let result = try shell(world, "audiowatch search '\(query)' --json")
        return Set(try JSON.items(result.output).compactMap { $0.path.map { readable($0.name) } })
    }

    @Test func `Lines are stored without a daemon and with one, and labels are found by both`()
        throws
    {
        let world = try World("annotate")
        let music = try world.source("music")
        for number in 1...4 { try Disk.write(Sounds.wav(number), to: music / "take \(number).wav") }
        try world.succeed("scan", "--wait")
        // jq would do; what every machine has is sed.
        let label =
            "sed -E 's/.*\"fingerprint\":\"([0-9a-f]+)\".*\"id\":([0-9]+).*/"
            + "{\"id\": \\2, \"fingerprint\": \"\\1\", \"value\": [\"Kick\"]}/'"
        let alone = try shell(
            world,
            "(audiowatch export 'take 1'; audiowatch export 'take 2') | \(label)"
                + " | (cat; echo nonsense; echo '{\"id\": 999, \"value\": \"x\"}')"
                + " | audiowatch annotate label --json")
        #expect(alone.status == 4, "\(alone.errorText)")
        let report = try JSON(alone.output)
        #expect(try Shape(named: "annotated").faults(in: report) == [])
        #expect(report["stored"].integer == 2)
        #expect(report["refused"].array.map { $0["line"].integer } == [3, 4])
        #expect(report["refused"].array.allSatisfy { $0["reason"].string?.isEmpty == false })
        #expect(try labelled(world, "label:kick") == ["take 1.wav", "take 2.wav"])
        #expect(try labelled(world, "take -label:kick") == ["take 3.wav", "take 4.wav"])

        let daemon = try RunningDaemon(world)
        try daemon.sync()
        #expect(try labelled(world, "label:kick") == ["take 1.wav", "take 2.wav"])
        let through = try shell(
            world, "audiowatch export 'take 3' | \(label) | audiowatch annotate label")
        #expect(
            through.status == 0 && through.errorText.contains("1 stored"), "\(through.errorText)")
        #expect(try labelled(world, "label:KICK").count == 3)
        let vector = try shell(
            world,
            "audiowatch export 'take 4' | sed -E 's/.*\"id\":([0-9]+).*/{\"id\": \\1, \"base64\": \"AAEC\"}/'"
                + " | audiowatch annotate vector.test")
        #expect(vector.status == 0, "\(vector.errorText)")
        // What was exported can be given back, by a program that knows nothing of it.
        let saved = try shell(world, "audiowatch export --annotations")
        #expect(try JSON.items(saved.output).count == 4)
        let shape = try Shape(named: "annotation")
        #expect(try JSON.items(saved.output).flatMap { shape.faults(in: $0) } == [])
        let taken = try shell(
            world,
            "audiowatch export --annotations label | sed -E 's/\"value\":[^]]*]/\"value\":null/'"
                + " | audiowatch annotate label")
        #expect(taken.errorText.contains("3 taken back"), "\(taken.errorText)")
        #expect(try labelled(world, "label:kick").isEmpty)
        #expect(try shell(world, "audiowatch export --annotations label").status == 1)
        #expect(try shell(world, "audiowatch annotate duplicates < /dev/null").status == 2)
        #expect(try shell(world, "audiowatch annotate label < /dev/null").status == 0)
    }

    @Test func `The example hears what is loud, quiet, dark and bright`() throws {
        let world = try World("example")
        let music = try world.source("music")
        func make(_ name: String, _ source: String) throws {
            let result = try run(
                "/usr/bin/env",
                [
                    "ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", source, "-t", "1",
                    (music / name).text,
                ])
            try #require(result.status == 0, "\(result.errorText)")
        }
        try make("hum.wav", "sine=frequency=100,volume=-20dB")
        try make("hiss.wav", "anoisesrc=color=violet:amplitude=1,volume=12dB")
        try make("nothing.wav", "anullsrc")
        try world.succeed("scan", "--wait")
        let example = FilePath(#filePath).removingLastComponent().removingLastComponent()
            .removingLastComponent().appending("scripts/annotate-example").string
        let result = try shell(
            world, "audiowatch export | '\(example)' | audiowatch annotate label")
        #expect(result.status == 0, "\(result.errorText)")
        #expect(result.errorText.contains("2 stored"), "\(result.errorText)")
        #expect(try labelled(world, "label:quiet label:dark") == ["hum.wav"])
        #expect(try labelled(world, "label:loud label:bright") == ["hiss.wav"])
    }
}
