import Foundation
import TestSupport

/// What ffprobe reads from a file: the yardstick for rate, channels, codec and bits.
struct FFprobe: Sendable {
    let rate: Int?
    let channels: Int?
    let codec: String?
    let bits: Int?
    let duration: Double?

    init(_ path: DiskPath) throws {
        let result = try TestSupport.run(
            "/usr/bin/env",
            [
                "ffprobe", "-v", "error", "-of", "json", "-show_streams", "-show_format", path.text,
            ])
        let answer = try JSON(result.output)
        guard
            let stream = answer["streams"].array.first(where: { $0["codec_type"].string == "audio" }
            )
        else { throw TestFailure("ffprobe finds no audio in \(path): \(result.errorText)") }
        func positive(_ key: String) -> Int? {
            let value = stream[key].string.flatMap(Int.init) ?? stream[key].integer
            return value == 0 ? nil : value
        }
        rate = positive("sample_rate")
        channels = positive("channels")
        codec = stream["codec_name"].string
        bits = positive("bits_per_raw_sample") ?? positive("bits_per_sample")
        duration = answer["format"]["duration"].string.flatMap(Double.init)
    }
}

/// Seconds of audio that really are in a file's bytes: decoded to the end and counted.
func decodedSeconds(of path: DiskPath) throws -> Double {
    let rate = 8_000
    let result = try TestSupport.run(
        "/usr/bin/env",
        [
            "ffmpeg", "-v", "quiet", "-nostdin", "-i", path.text, "-ac", "1", "-ar", "\(rate)",
            "-f", "s16le", "-",
        ])
    return Double(result.output.count) / 2 / Double(rate)
}

/// True when a length is right: within 60 ms or 2 % of the truth.
func isRight(_ duration: Double?, truth: Double) -> Bool {
    duration.map { abs($0 - truth) <= max(0.06, 0.02 * truth) } ?? false
}
