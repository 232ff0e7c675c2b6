import AudiowatchCore
import SQLiteCatalog

/// What sources share, for reading.
enum OverlapText {
    static func lines(_ overlap: SourceOverlap, width: Int?) -> [String] {
        [summary(overlap)] + table(of: overlap.sources, width) + table(of: overlap.pairs, width)
    }

    /// `12 groups · 20 copies · 3 hard links · 1.2 GB wasted`
    static func summary(_ overlap: SourceOverlap) -> String {
        [
            Display.count(overlap.groups, "group"),
            Display.count(overlap.copies, "copy", "copies"),
            Display.count(overlap.hardLinks, "hard link"),
            "\(Display.bytes(overlap.wasted)) wasted",
        ].joined(separator: " · ")
    }

    private static func table(of sources: [OverlapSource], _ width: Int?) -> [String] {
        let mayBe = sources.contains { $0.unverified.contents > 0 }
        var table = Table(
            [
                .text("source", .end), .number("contents"), .number("size"), .number("elsewhere"),
                .number("share"),
            ] + (mayBe ? [.number("unverified")] : []))
        for source in sources {
            table.add([
                source.source + (source.role == .backup ? " (backup)" : "")
                    + (source.state == "offline" ? " (offline)" : ""),
                Display.count(source.holds.contents), Display.bytes(source.holds.bytes),
                Display.bytes(source.elsewhere.bytes), percent(source.share),
                Display.bytes(source.unverified.bytes),
            ])
        }
        return table.isEmpty ? [] : [""] + table.lines(width: width)
    }

    private static func table(of pairs: [OverlapPair], _ width: Int?) -> [String] {
        let mayBe = pairs.contains { $0.unverified.contents > 0 }
        var table = Table(
            [
                .text("source", .end), .number("share"), .text("and", .end), .number("share"),
                .number("contents"), .number("size"),
            ] + (mayBe ? [.number("unverified")] : []))
        for pair in pairs {
            table.add([
                pair.first, percent(pair.shareOfFirst), pair.second, percent(pair.shareOfSecond),
                Display.count(pair.shared.contents), Display.bytes(pair.shared.bytes),
                Display.bytes(pair.unverified.bytes),
            ])
        }
        return table.isEmpty ? [] : [""] + table.lines(width: width)
    }

    /// As everywhere: what is not all is never 100, what is not nothing never 0.
    static func percent(_ share: Double?) -> String {
        guard let share else { return "–" }
        guard share > 0 else { return "0 %" }
        return share < 100 ? "\(Int(min(max(share, 1), 99))) %" : "100 %"
    }
}
