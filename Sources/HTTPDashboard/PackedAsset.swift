import AudiowatchCore
import CDeflate
import HTTPTypes
import NIOCore
import Synchronization

/// One file of the page, as it is and, once somebody takes it so, as gzip.
final class PackedAsset: Sendable {
    /// How a file is sent.
    enum Coding: Hashable, Sendable {
        /// As it is.
        case identity
        /// RFC 1952.
        case gzip
    }

    let type: String
    private let plain: ByteBuffer
    /// Tells versions of a file apart.
    private let mark: String
    /// Nil until it was tried; then nil inside where it would not be smaller.
    private let packed = Mutex<ByteBuffer??>(nil)

    init(type: String, bytes: [UInt8]) {
        self.type = type
        plain = ByteBuffer(bytes: bytes)
        mark = FNV1a.text(bytes)
    }

    /// The bytes for a client that says this in `Accept-Encoding`, how they are coded, and their tag: another one
    /// for each coding, as RFC 9110 §8.8.3 asks.
    func form(for accepted: [String]) -> (body: ByteBuffer, coding: Coding, tag: String) {
        guard AcceptedCodings(accepted).takesGzip, let gzip else {
            return (plain, .identity, "\"\(mark)\"")
        }
        return (gzip, .gzip, "\"\(mark)-gzip\"")
    }

    /// Packed once in the life of the program, when it is asked for the first time.
    private var gzip: ByteBuffer? {
        packed.withLock { packed in
            if let known = packed { return known }
            let made = PackedAsset.gzip(plain)
            packed = .some(made)
            return made
        }
    }

    private static func gzip(_ plain: ByteBuffer) -> ByteBuffer? {
        let room = cdeflate_room(plain.readableBytes)
        guard room > 0 else { return nil }
        let packed = plain.withUnsafeReadableBytes { from -> [UInt8] in
            guard let start = from.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
                return []
            }
            return [UInt8](unsafeUninitializedCapacity: room) { to, count in
                count = to.baseAddress.map { cdeflate_gzip(start, from.count, $0, room) } ?? 0
            }
        }
        return packed.isEmpty || packed.count >= plain.readableBytes
            ? nil : ByteBuffer(bytes: packed)
    }
}

/// What a client takes besides plain bytes. Source: RFC 9110 §12.5.3.
struct AcceptedCodings: Sendable {
    /// True when gzip may be sent: named with a weight above 0, or covered by `*`.
    let takesGzip: Bool

    /// Reads the values of all `Accept-Encoding` fields.
    init(_ fields: [String]) {
        var gzip: Bool?
        var any = false
        for item in fields.flatMap({ $0.split(separator: ",") }) {
            let parts = item.split(separator: ";").map(\.trimmed)
            guard let name = parts.first?.lowercased() else { continue }
            let isWanted = !parts.dropFirst().contains { AcceptedCodings.isZero($0) }
            switch name {
            case "gzip", "x-gzip": gzip = isWanted
            case "*": any = isWanted
            default: break
            }
        }
        takesGzip = gzip ?? any
    }

    /// `q=0`, `q=0.0`, `q=0.000`: not at all.
    private static func isZero(_ parameter: Substring) -> Bool {
        let sides = parameter.split(separator: "=", maxSplits: 1).map(\.trimmed)
        guard sides.count == 2, sides[0].lowercased() == "q" else { return false }
        return Double(String(sides[1])).map { $0 <= 0 } ?? true
    }
}
