import AudiowatchCore
import Testing

@testable import Commands
@testable import SQLiteCatalog

@Suite struct OverlapTextTests {
    @Test func `a share of some is never all nor nothing`() {
        let shares: [Double?] = [nil, 0, 0.001, 1.4, 99.99, 100]
        #expect(shares.map(OverlapText.percent) == ["–", "0 %", "1 %", "1 %", "99 %", "100 %"])
    }

    @Test func `the tables fit the terminal and name what is not compared yet`() {
        let long = "a drive with a name that is longer than most"
        var overlap = SourceOverlap(groups: 1, copies: 1_234, hardLinks: 1, wasted: 2_000_000)
        let amount = ContentAmount(contents: 1_000, bytes: 4_000_000_000)
        overlap.sources = [
            OverlapSource(
                source: long, role: .backup, state: "offline", holds: amount, elsewhere: amount,
                share: 100, unverified: amount),
            OverlapSource(source: "music", role: .working, state: "online"),
        ]
        overlap.pairs = [
            OverlapPair(
                first: long, second: "music", shared: amount, shareOfFirst: 100,
                unverified: amount)
        ]
        for width in [72, 80, 120] {
            let lines = OverlapText.lines(overlap, width: width)
            #expect(lines.allSatisfy { TerminalText.columns(of: $0) <= width }, "\(lines)")
            #expect(lines.first == "1 group · 1,234 copies · 1 hard link · 2.0 MB wasted")
            #expect(lines.count { $0.contains("unverified") } == 2)
        }
        let wide = OverlapText.lines(overlap, width: nil).joined(separator: "\n")
        #expect(wide.contains("\(long) (backup) (offline)"))
        overlap.sources = []
        overlap.pairs = []
        #expect(OverlapText.lines(overlap, width: 80).count == 1)
    }
}
