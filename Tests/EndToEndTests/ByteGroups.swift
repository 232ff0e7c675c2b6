import Foundation

/// Bytes at either end that a fingerprint covers (`[scan] hash_chunk_size`).
let fingerprintChunk = 65_536

/// XXH64 of head, tail and decimal size, as architecture and seed describe it.
func fingerprint(of bytes: [UInt8], chunk: Int = fingerprintChunk) -> String {
    let count = min(bytes.count, chunk)
    let decimal = Array(String(bytes.count).utf8)
    // By memcpy: byte by byte, an unoptimised build would take most of a test's time here.
    let sample = bytes.withUnsafeBytes { whole in
        [UInt8](unsafeUninitializedCapacity: 2 * count + decimal.count) { buffer, length in
            func add(_ part: UnsafeRawBufferPointer) {
                if let to = buffer.baseAddress, let from = part.baseAddress {
                    memcpy(to + length, from, part.count)
                    length += part.count
                }
            }
            add(UnsafeRawBufferPointer(rebasing: whole[..<count]))
            if whole.count > chunk {
                add(UnsafeRawBufferPointer(rebasing: whole[(whole.count - count)...]))
            }
            decimal.withUnsafeBytes(add)
        }
    }
    return hexDigits(xxh64(sample))
}

/// Numbers files so that two numbers are equal exactly when all bytes are. Size and a few bytes only find whom
/// to compare with; all the bytes decide.
struct ByteGroups {
    struct Known {
        let fingerprint: String
        let group: Int
        /// Small files are kept; large ones are read again.
        fileprivate let bytes: [UInt8]?
        fileprivate let path: DiskPath
    }

    private struct Sample: Hashable {
        let size: Int
        let bytes: [UInt8]
    }

    private let chunk: Int
    private var known: [Sample: [Known]] = [:]
    private var last = 0

    /// Files of this size and less are kept.
    private static let small = 65_536

    init(chunk: Int = fingerprintChunk) {
        self.chunk = chunk
    }

    /// The number of these bytes, and their fingerprint.
    mutating func place(_ bytes: [UInt8], at path: DiskPath) throws -> Known {
        let sample = Sample(size: bytes.count, bytes: (0..<16).compactMap { bytes.sixteenth($0) })
        for candidate in known[sample] ?? [] {
            let others = try candidate.bytes ?? contents(of: candidate.path)
            if areEqual(bytes, others) { return candidate }
        }
        last += 1
        let new = Known(
            fingerprint: EndToEndTests.fingerprint(of: bytes, chunk: chunk), group: last,
            bytes: bytes.count <= ByteGroups.small ? bytes : nil, path: path)
        known[sample, default: []].append(new)
        return new
    }

    private func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return left.withUnsafeBytes { left in
            right.withUnsafeBytes { right in
                guard let first = left.baseAddress, let second = right.baseAddress else {
                    return true
                }
                return memcmp(first, second, left.count) == 0
            }
        }
    }
}

extension [UInt8] {
    /// A byte of the part of this number, of sixteen; nil when there is none.
    fileprivate func sixteenth(_ number: Int) -> UInt8? {
        isEmpty ? nil : self[(count - 1) * number / 15]
    }
}
