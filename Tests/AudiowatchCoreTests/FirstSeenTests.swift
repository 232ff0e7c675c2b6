import AudiowatchCore
import Testing

/// Times as an older catalogue wrote them.
@Suite struct FirstSeenTests {
    @Test(arguments: [
        ("2021-03-04 10:20:30", 1_614_853_230), ("2021-03-04T10:20:30Z", 1_614_853_230),
        ("2021-03-04T10:20:30.123456", 1_614_853_230), ("1970-01-01 00:00:00", 0),
        ("1969-12-31 23:59:59", -1), ("2024-02-29 00:00:00Z", 1_709_164_800),
        ("9999-12-31 23:59:59", 253_402_300_799),
    ]) func `a time is read to the second, and written so that it is read again`(
        text: String, seconds: Int64
    ) throws {
        let time = try #require(FirstSeen(text))
        #expect(time.seconds == seconds)
        #expect(FirstSeen(time.text) == time)
        #expect(time.text.hasSuffix("Z") && time.text.utf8.count == 20)
    }

    @Test(arguments: [
        "", "2021-03-04", "2021-02-29 00:00:00", "2021-13-01 00:00:00", "2021-03-04 24:00:00",
        "2021-03-04 10:20:60", "2021-03-04 10:20:30+01:00", "2021-03-04 10:20:30.",
        "2021-03-04x10:20:30", "yesterday at noon, or so", "２０21-03-04 10:20:30",
    ]) func `what is no time of UTC is none`(text: String) {
        #expect(FirstSeen(text) == nil)
    }

    @Test func `every second of some days survives its text`() throws {
        for seconds in stride(from: Int64(-200_000), to: 200_000, by: 997) {
            let time = try #require(FirstSeen(seconds: seconds))
            #expect(FirstSeen(time.text) == time)
        }
        #expect(FirstSeen(seconds: .max) == nil)
    }
}
