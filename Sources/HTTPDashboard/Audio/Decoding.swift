public import AudiowatchCore
import Synchronization

/// A number that no other sound in this process has: a decoder that has the same one open goes on with it.
public struct DecodedSound: Hashable, Sendable {
    /// The number, from 1.
    public let rawValue: UInt64

    private static let last = Atomic<UInt64>(0)

    /// The next number.
    init() {
        rawValue = DecodedSound.last.wrappingAdd(1, ordering: .relaxed).newValue
    }
}

/// A file that is open to be decoded.
public protocol OpenFile: AnyObject, Sendable {
    /// Open as long as the object lives.
    var descriptor: CInt { get }
    /// Bytes.
    var size: Int64 { get }
}

extension OpenAudio: OpenFile {}

/// Decodes a stretch of an open file, away from the cooperative pool: as many bytes as it asks for.
///
/// Throws ``ControlError`` where the sound cannot be decoded.
public typealias Decode =
    @Sendable (_ stretch: SoundStretch, _ sound: DecodedSound, _ file: any OpenFile) async throws ->
    [UInt8]

/// Where there is nobody who decodes.
let decodesNothing: Decode = { _, _, _ in
    throw ControlError(.unavailable, "this daemon decodes nothing")
}
