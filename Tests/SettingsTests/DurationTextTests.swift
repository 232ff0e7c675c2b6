import Settings
import Testing

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("24h", 86_400), ("15m", 900), ("90s", 90), ("1h30m", 5400), ("7d", 604_800), ("0s", 0),
    ]) func `times are read`(text: String, seconds: Int64) {
        #expect(DurationText.parse(text) == .seconds(seconds))
    }

    @Test(arguments: [
        "", "24", "h", "1.5h", "-1h", "30m1h", "1h1h", "24 h", "1w", "99999999999999999999d",
        "9223372036854775807d", "٣h",
    ]) func `other texts are not`(text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test(arguments: ["1d", "1h30m", "1m30s", "1d2h3m4s", "0s"])
    func `a written time reads back`(text: String) {
        #expect(DurationText.parse(text).map(DurationText.write) == text)
    }
}
