import AudiowatchCore
import NIOCore
import SQLiteCatalog

/// What is sent for a sound: a length known beforehand, and any part of it.
protocol AudioBytes: Sendable {
    /// Bytes in all.
    var size: Int64 { get }
    /// The media type.
    var type: String { get }
    /// Changes whenever the bytes may have changed.
    var tag: String { get }
    /// Last change of the file, nanoseconds since 1970.
    var modified: Int64 { get }

    /// Bytes from `offset` on, at most `count`; none where the file has lost its end.
    func read(at offset: Int64, count: Int) async throws -> ByteBuffer
}

/// The bytes of a file as they are.
struct FileAudio: AudioBytes {
    let file: OpenAudio
    let reader: AudioReader

    var size: Int64 { file.size }
    var type: String { AudioType.of(format: file.place.properties.format) }
    var tag: String { file.tag }
    var modified: Int64 { file.modified }

    func read(at offset: Int64, count: Int) async throws -> ByteBuffer {
        try await reader.read(file, at: offset, count: count)
    }
}

/// A file that browsers cannot read, as a WAV that is made while it is sent: any byte of it stands for one frame.
struct DecodedAudio: AudioBytes {
    let sound: PlayedSound
    let file: OpenAudio
    let decode: Decode
    private let header: [UInt8]
    /// The open file with this shape.
    private let number = DecodedSound()

    init(_ sound: PlayedSound, _ file: OpenAudio, decode: @escaping Decode) {
        self.sound = sound
        self.file = file
        self.decode = decode
        header = sound.header
    }

    var size: Int64 { sound.byteCount }
    var type: String { "audio/wav" }
    var tag: String {
        "\"\(file.tag.filter { $0 != "\"" })-\(sound.rate)-\(sound.bits)-\(sound.firstChannel ?? 0)\""
    }
    var modified: Int64 { file.modified }

    /// Frames decoded at once: about a third of a second, and less than a message holds.
    private static let frames = 9_000

    func read(at offset: Int64, count: Int) async throws -> ByteBuffer {
        if offset < Int64(header.count) {
            return ByteBuffer(bytes: header[Int(max(offset, 0))...].prefix(count))
        }
        let place = offset - Int64(header.count)
        let first = place / Int64(sound.frameBytes)
        let skipped = Int(place % Int64(sound.frameBytes))
        let wanted = (skipped + count - 1) / sound.frameBytes + 1
        let left = Int(clamping: sound.frames - first)
        let frames = min(wanted, left, DecodedAudio.frames)
        guard frames > 0 else { return ByteBuffer() }
        let stretch = SoundStretch(
            container: sound.container, first: first, count: frames, rate: sound.rate,
            channels: sound.channels, firstChannel: sound.firstChannel, bits: sound.bits)
        let bytes = try await decode(stretch, number, file)
        return ByteBuffer(bytes: bytes.dropFirst(skipped).prefix(count))
    }
}
