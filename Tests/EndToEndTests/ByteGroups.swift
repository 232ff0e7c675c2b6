import Foundation

/// Bytes at either end that a fingerprint covers (`[scan] hash_chunk_size`).
let fingerprintChunk = 65_536

/// XXH64 of head, tail and decimal size, as architecture and seed describe it.
func fingerprint(of bytes: [UInt8]) -> String {
    let count = min(bytes.count, fingerprintChunk)
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
            if whole.count > fingerprintChunk {
                add(UnsafeRawBufferPointer(rebasing: whole[(whole.count - count)...]))
            }
            decimal.withUnsafeBytes(add)
        }
    }
    return hexDigits(xxh64(sample))
}

/// Numbers files so that two numbers are equal exactly when all bytes are. The fingerprint only finds whom
/// to compare with; the bytes decide.
struct ByteGroups {
    private struct Sample: Hashable {
        let size: Int
        let fingerprint: String
    }

    private var known: [Sample: [(path: DiskPath, group: Int)]] = [:]
    private var last = 0

    mutating func group(
        of bytes: [UInt8], fingerprint: String, at path: DiskPath
    ) throws -> Int {
        let sample = Sample(size: bytes.count, fingerprint: fingerprint)
        for candidate in known[sample] ?? [] {
            let others = try contents(of: candidate.path)
            if areEqual(bytes, others) { return candidate.group }
        }
        last += 1
        known[sample, default: []].append((path, last))
        return last
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
