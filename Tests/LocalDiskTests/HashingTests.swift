import AudiowatchCore
import Foundation
import LocalDisk
import TestSupport
import Testing

/// The expected values were made by Python's xxhash: the fingerprints by the original tool's own function.
@Suite struct HashingTests {
    let tree: TemporaryFolder

    init() throws {
        tree = try TemporaryFolder("hashing")
    }

    @Test(arguments: [
        (0, "633457081244afec"), (1, "58056c8c2f125027"), (10, "d7db44c98c580128"),
        (65535, "f4e12faf26b5c5ed"), (65536, "931e7ea092043e29"), (65537, "c1b8000684ae1b66"),
        (100_000, "5368bf16df0b5c31"), (131_072, "87b5d880839815b9"),
        (131_073, "11ff858221cca8ea"), (200_000, "8e484f723344504a"),
    ])
    func `the fingerprint is the original tool's`(size: Int, expected: String) throws {
        let file = try open(size)
        let chunk = 65_536
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * chunk, alignment: 8)
        defer { buffer.deallocate() }
        let (head, tail) = try file.readEnds(chunk: chunk, into: buffer)
        let found = fingerprint(
            head: UnsafeRawBufferPointer(rebasing: buffer[0..<head]),
            tail: UnsafeRawBufferPointer(rebasing: buffer[chunk..<(chunk + tail)]),
            size: file.opened.stamp.size)
        #expect(found.hex == expected)
    }

    @Test(arguments: [
        (0, "99aa06d3014798d86001c324468d497f"), (10, "64177989b264713959fb994c490530c5"),
        (1_048_576, "62bfc796adfe614ffe0ba60c76c29245"),
        (1_048_577, "b819baf8347aa5f9281f10e4095cc4d5"),
        (3_145_745, "226e0f7e314c91449df25419ab1e7b3b"),
    ])
    func `the digest covers every byte`(size: Int, expected: String) throws {
        #expect(try digest(of: open(size)) { true }?.hex == expected)
    }

    @Test func `a digest stops when told`() throws {
        let file = try open(3_145_745)
        var asked = 0
        let result = try digest(of: file) {
            asked += 1
            return asked < 3
        }
        #expect(result == nil)
        #expect(asked == 3)
    }

    @Test func `a digest leaves the page cache as it was`() throws {
        let file = try open(8 << 20)
        let whole = (8 << 20) / Int(sysconf(CInt(_SC_PAGESIZE)))
        #expect(fsync(file.descriptor) == 0)
        posix_fadvise(file.descriptor, 0, 0, POSIX_FADV_DONTNEED)
        guard try file.cachedPages() == 0 else {
            print("skipped: this file system keeps its pages in memory (tmpfs)")
            return
        }
        _ = try digest(of: file) { true }
        // The kernel drops such pages as reads end; a few in flight may remain.
        #expect(try file.cachedPages() ?? 0 < whole / 20)

        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 8 << 20, alignment: 8)
        defer { buffer.deallocate() }
        #expect(try file.read(into: buffer, at: 0) == 8 << 20)
        #expect(try file.cachedPages() == whole)
        _ = try digest(of: file) { true }
        #expect(try file.cachedPages() == whole)
    }

    private func open(_ size: Int) throws -> AudioFile {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 / 251) }
        try tree.file("kick.wav", bytes)
        let folder = try OpenDirectory.open(tree.path)
        return try #require(try AudioFile.open(in: folder, name: "kick.wav"))
    }
}
