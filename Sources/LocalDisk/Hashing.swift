public import AudiowatchCore
import CXXHash
import Glibc

/// XXH64, seed 0, over `head`, `tail` and the decimal digits of `size`: see ``Fingerprint``.
/// An empty tail is one that was not read.
public func fingerprint(
    head: UnsafeRawBufferPointer, tail: UnsafeRawBufferPointer, size: Int64
) -> Fingerprint {
    let state = XXH64_createState()
    defer { XXH64_freeState(state) }
    XXH64_reset(state, 0)
    XXH64_update(state, head.baseAddress, head.count)
    XXH64_update(state, tail.baseAddress, tail.count)
    var digits = String(size)
    digits.withUTF8 { _ = XXH64_update(state, $0.baseAddress, $0.count) }
    return Fingerprint(XXH64_digest(state))
}

/// XXH3-128 of every byte of the file, or nil when `shouldContinue`, asked before each MiB, said no.
///
/// Blocks for as long as reading the whole file takes. The page cache is left as it was. The caller
/// compares the stamp before and after: only equal ones make the digest one of that stamp.
///
/// - Throws: ``DiskError`` when a read fails, or memory for the buffer is missing.
public func digest(
    of file: AudioFile, shouldContinue: () -> Bool
) throws(DiskError) -> Digest? {
    guard let state = XXH3_createState() else { throw file.outOfMemory }
    defer { XXH3_freeState(state) }
    XXH3_128bits_reset(state)
    let isWhole = try file.readWhole(while: shouldContinue) {
        XXH3_128bits_update(state, $0.baseAddress, $0.count)
    }
    guard isWhole else { return nil }
    let hash = XXH3_128bits_digest(state)
    return Digest(high: hash.high64, low: hash.low64)
}

extension AudioFile {
    fileprivate var outOfMemory: DiskError {
        DiskError(.read, .init(bytes: name.bytes), code: ENOMEM)
    }
}
