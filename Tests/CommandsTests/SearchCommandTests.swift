import ArgumentParser
import AudiowatchCore
import Testing

@testable import Commands

@Suite struct SearchCommandTests {
    private func request(_ arguments: String...) throws -> SearchRequest {
        try SearchCommand.parse(arguments).request()
    }

    @Test func `options narrow what the words ask for`() throws {
        let request = try request(
            "vocal", "take", "--format", "WAV", "--min-duration", "5", "--max-duration", "1:30",
            "--source", "samples", "--limit", "7")
        #expect(
            request.query
                == (try SearchQuery(parsing: "vocal take format:wav source:samples dur:5..90")))
        #expect(request.limit == 7)
    }

    @Test func `options and operators hold together`() throws {
        let request = try request("dur:..60 format:flac", "--min-duration", "5")
        #expect(request.query == (try SearchQuery(parsing: "dur:..60 format:flac dur:5..")))
    }

    @Test func `an option given twice means either`() throws {
        let request = try request("--format", "wav", "--format", "aiff")
        #expect(request.query == (try SearchQuery(parsing: "format:wav OR format:aiff")))
    }

    @Test(arguments: [
        ["fromat:wav"], ["x", "--min-duration", "long"], ["x", "--limit", "0"],
        ["x", "--limit", "-3"], ["x", "--no-such-option"],
    ]) func `what makes no sense is refused`(arguments: [String]) {
        #expect(throws: (any Error).self) { try SearchCommand.parse(arguments).request() }
    }

    @Test func `prune options need prune, and a time that is one`() {
        for arguments in [["--dry-run"], ["--yes"], ["--prune", "--older-than", "long"]] {
            #expect(throws: (any Error).self) { try DoctorCommand.parse(arguments) }
        }
        #expect(throws: Never.self) {
            let command = try DoctorCommand.parse(["--prune", "--older-than", "90d", "--dry-run"])
            #expect(command.pruning.age == .seconds(90 * 86_400))
        }
    }

    @Test func `what is written of a file is chosen once`() {
        for arguments in [
            ["--json", "-0"], ["--json", "--template", "{path}"], ["--play", "-0"],
            ["--template", "{pat}"], ["--template", "path"], ["--sort", "colour"],
        ] {
            #expect(throws: (any Error).self) { try SearchCommand.parse(arguments) }
        }
        #expect(throws: Never.self) {
            try SearchCommand.parse([
                "x", "-0", "--template", "{name}", "--sort", "size", "--reverse",
            ])
        }
    }
}
