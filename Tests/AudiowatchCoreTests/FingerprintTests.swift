import AudiowatchCore
import Testing

@Suite struct FingerprintTests {
    @Test func `hex has sixteen digits and keeps leading zeros`() {
        #expect(Fingerprint(0xab).hex == "00000000000000ab")
    }

    @Test func `a digest survives its stored bytes`() {
        let digest = Digest(high: 0x0123_4567_89ab_cdef, low: 1)
        #expect(Digest(bytes: digest.bytes) == digest)
        #expect(digest.hex == "0123456789abcdef0000000000000001")
        #expect(Digest(bytes: [1, 2, 3]) == nil)
    }
}
