import AudiowatchCore
import Testing

@Suite struct DisplayTests {
    @Test(
        arguments: [
            (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (20_770, "20,770"),
            (1_234_567, "1,234,567"), (-1, "-1"), (-999, "-999"), (-1234, "-1,234"),
            (Int.max, "9,223,372,036,854,775,807"), (Int.min, "-9,223,372,036,854,775,808"),
        ])
    func `counts have thousands apart`(number: Int, text: String) {
        #expect(Display.count(number) == text)
    }

    @Test(
        arguments: [
            (0, "0 B"), (812, "812 B"), (999, "999 B"), (1000, "1.0 KB"), (1024, "1.0 KB"),
            (99_949, "99.9 KB"), (99_950, "100 KB"), (999_499, "999 KB"), (999_500, "1.0 MB"),
            (1_234_567_890, "1.2 GB"), (812_000_000_000, "812 GB"), (1 << 50, "1.1 PB"),
            (Int64.max, "9.2 EB"), (-5, "-5 B"), (-1_500_000, "-1.5 MB"), (Int64.min, "-9.2 EB"),
        ] as [(Int64, String)])
    func `bytes have a unit that people read`(bytes: Int64, text: String) {
        #expect(Display.bytes(bytes) == text)
    }

    @Test(
        arguments: [
            (0, "0:00.0"), (0.004, "0:00.1"), (0.4, "0:00.4"), (9.94, "0:09.9"), (9.96, "0:10"),
            (59.4, "0:59"), (59.6, "1:00"), (90, "1:30"), (3599.6, "1:00:00"), (3725, "1:02:05"),
            (43_200, "12:00:00"), (-1, "–"), (.nan, "–"), (.infinity, "–"),
            (1e300, "2,500,000,000,000:00:00"),
        ] as [(Double, String)])
    func `lengths of sounds look like a clock`(seconds: Double, text: String) {
        #expect(Display.duration(seconds: seconds) == text)
    }

    @Test(
        arguments: [
            (0, "0 s"), (25, "25 s"), (59.6, "1 min"), (1500, "25 min"), (3569, "59 min"),
            (3570, "1 h"), (12_240, "3.4 h"), (43_200, "12 h"), (4_334_400, "1,204 h"), (-1, "–"),
            (.nan, "–"),
        ] as [(Double, String)])
    func `sums of lengths are hours`(seconds: Double, text: String) {
        #expect(Display.total(seconds: seconds) == text)
    }

    @Test(
        arguments: [
            (-3, "0 s"), (0, "0 s"), (0.2, "1 s"), (59, "59 s"), (59.5, "1 min"), (240, "4 min"),
            (3600, "1 h"), (3900, "1 h 5 min"), (172_800, "2 d"), (1e300, "104,166,666,667 d"),
            (.nan, "unknown"), (.infinity, "unknown"),
        ] as [(Double, String)])
    func `what is left is rounded up`(seconds: Double, text: String) {
        #expect(Display.remaining(seconds: seconds) == text)
    }

    @Test(
        arguments: [
            (-5, "now"), (0.9, "now"), (3.9, "3 s ago"), (60, "1 min ago"), (3599, "59 min ago"),
            (7200, "2 h ago"), (172_800, "2 d ago"), (.nan, "now"),
        ] as [(Double, String)])
    func `ages are rounded down`(seconds: Double, text: String) {
        #expect(Display.age(seconds: seconds) == text)
    }

    @Test func `rates and shares say no more than they know`() {
        #expect(Display.rate(perSecond: 0) == "0/s")
        #expect(Display.rate(perSecond: .nan) == "0/s")
        #expect(Display.rate(perSecond: 0.31) == "0.3/s")
        #expect(Display.rate(perSecond: 1234.4) == "1,234/s")
        #expect(Display.percent(0, of: 10) == "0 %")
        #expect(Display.percent(1, of: 1_000_000) == "1 %")
        #expect(Display.percent(999_999, of: 1_000_000) == "99 %")
        #expect(Display.percent(5, of: 5) == "100 %")
        #expect(Display.percent(0, of: 0) == "100 %")
    }

    @Test(
        arguments: [
            (44_100, "44.1 kHz"), (48_000, "48 kHz"), (11_025, "11.025 kHz"), (8000, "8 kHz"),
            (192_000, "192 kHz"), (2_822_400, "2.8224 MHz"), (999, "999 Hz"), (-1, "-1 Hz"),
        ])
    func `sample rates keep every digit and no zeros`(hertz: Int, text: String) {
        #expect(Display.sampleRate(hertz) == text)
    }

    @Test func `a sound is told by rate, depth and channels, as far as known`() {
        var properties = Properties(
            sampleRate: 44_100, channels: 2, bitDepth: 24, codec: "pcm_s24le")
        #expect(Display.sound(properties) == "44.1 kHz · 24 bit · stereo")
        properties.bitDepth = 32
        properties.codec = "pcm_f32le"
        properties.channels = 6
        #expect(Display.sound(properties) == "44.1 kHz · 32 float · 5.1")
        properties.codec = "pcm_s32le"
        properties.channels = 16
        #expect(Display.sound(properties) == "44.1 kHz · 32 bit · 16 ch")
        #expect(Display.sound(Properties(channels: 1)) == "mono")
        #expect(Display.sound(Properties()) == "")
    }
}
