/// A set of small numbers, one bit each.
struct Bits: Hashable, Sendable {
    private(set) var words: [UInt64]
    private(set) var count: Int

    /// All out, or all in.
    init(count: Int, filled: Bool = false) {
        self.count = count
        words = Array(repeating: filled ? .max : 0, count: (count + 63) / 64)
        if filled, let last = words.indices.last, count % 64 != 0 {
            words[last] = (1 << UInt64(count % 64)) - 1
        }
    }

    subscript(index: Int) -> Bool {
        get { index < count && words[index >> 6] & (1 << UInt64(index & 63)) != 0 }
        set {
            guard index < count else { return }
            if newValue {
                words[index >> 6] |= 1 << UInt64(index & 63)
            } else {
                words[index >> 6] &= ~(1 << UInt64(index & 63))
            }
        }
    }

    /// Room for one more number, which is out.
    mutating func grow() {
        if count & 63 == 0 { words.append(0) }
        count += 1
    }

    mutating func formUnion(_ other: Bits) {
        for index in words.indices where index < other.words.count {
            words[index] |= other.words[index]
        }
    }

    mutating func formIntersection(_ other: Bits) {
        for index in words.indices {
            words[index] &= index < other.words.count ? other.words[index] : 0
        }
    }

    mutating func subtract(_ other: Bits) {
        for index in words.indices where index < other.words.count {
            words[index] &= ~other.words[index]
        }
    }

    /// How many are in.
    var population: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Calls `body` with each number that is in, in order.
    @inline(__always)
    func forEach(_ body: (Int) -> Void) {
        words.withUnsafeBufferPointer { words in
            for place in 0..<words.count {
                var rest = words[place]
                while rest != 0 {
                    body(place << 6 + rest.trailingZeroBitCount)
                    rest &= rest &- 1
                }
            }
        }
    }

    /// The words, for code that sets bits by itself.
    @inline(__always)
    mutating func withMutableWords(_ body: (UnsafeMutablePointer<UInt64>) -> Void) {
        words.withUnsafeMutableBufferPointer { buffer in
            if let base = buffer.baseAddress { body(base) }
        }
    }
}

/// Sets one bit of a row of words. The number must be one that they have room for.
@inline(__always)
func mark(_ words: UnsafeMutablePointer<UInt64>, _ index: UInt32) {
    words[Int(index >> 6)] |= 1 << UInt64(index & 63)
}
