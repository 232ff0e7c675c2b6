import Foundation
public import SystemPackage

/// Real audio, encoded by ffmpeg.
public struct Sound: Hashable, Sendable {
    /// Length in seconds.
    public var seconds: Double
    /// Samples a second.
    public var rate: Int
    /// Channels.
    public var channels: Int
    /// Frequency of the tone in Hz: two sounds that differ in nothing else differ in it.
    public var frequency: Int
    /// ffmpeg's words for codec and container; empty for what the extension implies.
    public var encoding: [String]

    /// A tone with a little noise.
    public init(
        seconds: Double = 1, rate: Int = 44_100, channels: Int = 1, frequency: Int = 440,
        encoding: [String] = []
    ) {
        self.seconds = seconds
        self.rate = rate
        self.channels = channels
        self.frequency = frequency
        self.encoding = encoding
    }

    /// Encodes it to a file; the extension names the container.
    public func write(to path: FilePath) throws {
        let source =
            "sine=frequency=\(frequency):sample_rate=\(rate):duration=\(seconds),"
            + "aformat=channel_layouts=\(channels == 1 ? "mono" : "stereo")"
        let result = try run(
            "/usr/bin/env",
            [
                "ffmpeg", "-v", "error", "-y", "-nostdin", "-f", "lavfi", "-i", source, "-threads",
                "1", "-fflags", "+bitexact", "-flags:a", "+bitexact",
            ] + encoding + [path.string])
        guard result.status == 0 else { throw TestFailure("ffmpeg: \(result.errorText)") }
    }
}
