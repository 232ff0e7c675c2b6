import Foundation

/// Bytes at either end that a fingerprint covers (`[scan] hash_chunk_size`).
let fingerprintChunk = 65_536

/// XXH64 of head, tail and decimal size, as architecture and seed describe it.
func fingerprint(of bytes: [UInt8]) -> String {
    var sample = Array(bytes.prefix(fingerprintChunk))
    if bytes.count > fingerprintChunk { sample += bytes.suffix(fingerprintChunk) }
    sample += Array(String(bytes.count).utf8)
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
