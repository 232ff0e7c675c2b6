/// Sampled identity: XXH64 (seed 0) of the first chunk, the last chunk and the decimal size.
public struct Fingerprint: Hashable, Sendable {
    /// The 64 bits of the hash.
    public let value: UInt64

    /// Wraps a hash.
    public init(_ value: UInt64) {
        self.value = value
    }

    /// Sixteen lower-case hex digits, as the catalogue's views and the API show it.
    public var hex: String { hexDigits(of: value) }

    /// Reads what ``hex`` wrote; nil for any other text.
    public init?(hex: String) {
        guard hex.utf8.count == 16, hex.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }),
            let value = UInt64(hex, radix: 16)
        else { return nil }
        self.init(value)
    }

    /// True when the two chunks cover every byte, so that an equal fingerprint is proof of equal bytes.
    public static func covers(size: Int64, chunk: Int64) -> Bool {
        let (both, overflow) = chunk.multipliedReportingOverflow(by: 2)
        return overflow || size <= both
    }
}

/// Full identity: XXH3-128 of every byte, computed only where two files share a fingerprint.
public struct Digest: Hashable, Sendable {
    /// The upper 64 bits.
    public let high: UInt64
    /// The lower 64 bits.
    public let low: UInt64

    /// Takes both halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Thirty-two lower-case hex digits.
    public var hex: String { hexDigits(of: high) + hexDigits(of: low) }

    /// Sixteen bytes, most significant first (XXH128_canonical_t): what the catalogue stores.
    public var bytes: [UInt8] {
        [high, low].flatMap { word in
            stride(from: 56, through: 0, by: -8).map {
                UInt8(truncatingIfNeeded: word >> UInt64($0))
            }
        }
    }

    /// Reads what ``bytes`` wrote; nil unless there are exactly sixteen.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.init(high: bigEndian(bytes.prefix(8)), low: bigEndian(bytes.suffix(8)))
    }
}

private func hexDigits(of value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}

private func bigEndian(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
}
