import Foundation
import SystemPackage
import TestSupport
import Testing

/// `/metrics` as Prometheus' own tool judges it: names, units, types, help.
@Suite(.onThreads) struct MetricsTests {
    /// `scripts/test` looks for it, and fetches it where it is missing.
    private static var promtool: String? {
        let given = ProcessInfo.processInfo.environment["AUDIOWATCH_PROMTOOL"]
        let usual = "/usr/bin/promtool"
        return given ?? (FileManager.default.isExecutableFile(atPath: usual) ? usual : nil)
    }

    @Test(
        .enabled(
            if: promtool != nil, "promtool is not there, and scripts/test could not fetch it"))
    func `Promtool finds no fault with the metrics of a busy daemon`() throws {
        let world = try World(
            "metrics", sources: ["music", "loops"])
        let music = try world.source("music")
        for number in 1...3 { try Disk.write(Sounds.wav(number), to: music / "take \(number).wav") }
        try Disk.write([UInt8](repeating: 0x41, count: 4_000), to: music / "not audio.wav")
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        let page = try #require(try daemon.status()["page"].string)
        let promtool = try #require(Self.promtool)
        let result = try run(
            "/bin/bash",
            [
                "-c",
                "set -o pipefail; curl -sSf '\(page)metrics' | tee '\(world.folder.appending("m").string)'"
                    + " | '\(promtool)' check metrics",
            ])
        let text = try String(contentsOfFile: world.folder.appending("m").string, encoding: .utf8)
        #expect(result.status == 0, "\(result.errorText)\(text)")
        #expect(result.errorText.isEmpty && result.output.isEmpty, "\(result.errorText)")
        #expect(text.contains("audiowatch_files{source=\"music\"} 4\n"), "\(text)")
        #expect(text.contains("# TYPE audiowatch_probes_total counter\n"))
    }
}
