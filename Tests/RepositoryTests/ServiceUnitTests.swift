import Foundation
import Settings
import TestSupport
import Testing

/// The unit that is shipped, and what systemd's own judge says of it.
@Suite struct ServiceUnitTests {
    @Test func `the shipped unit is what the program writes`() throws {
        let shipped = try Repository.text("config/audiowatch.service")
        #expect(
            shipped == ServiceUnit.standard.text,
            "write it anew from Sources/Settings/ServiceUnit.swift")
    }

    @Test func `systemd finds nothing unknown in it, and little exposure`() throws {
        guard try run("/usr/bin/env", ["sh", "-c", "command -v systemd-analyze"]).status == 0 else {
            print("skipped: systemd-analyze is not installed (Debian: systemd)")
            return
        }
        let file = Repository.root.appendingPathComponent("config/audiowatch.service").path
        let result = try run(
            "/usr/bin/env",
            ["systemd-analyze", "security", "--offline=true", "--no-pager", file])
        let verdict = try #require(
            result.text.split(separator: "\n").first { $0.contains("Overall exposure level") })
        let figure = try #require(verdict.firstMatch(of: /: ([0-9]+\.[0-9])/)?.1)
        #expect(try #require(Double(figure)) <= 2.0, "\(verdict)")
        // A key that this systemd does not know is told of on standard error.
        #expect(!result.errorText.contains("Unknown"), "\(result.errorText)")
        #expect(!result.errorText.contains("Failed to parse"), "\(result.errorText)")
    }
}
