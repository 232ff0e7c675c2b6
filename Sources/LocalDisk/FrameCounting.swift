import AudiowatchCore

/// One MiB a read, as for a digest.
private let pieceSize = 1 << 20

/// Seconds of the frames of MPEG audio or ADTS in the whole file; nil without any, or when `shouldContinue`,
/// asked before each MiB, said no.
///
/// Blocks for as long as reading the whole file takes. The page cache is left as it was. The caller compares
/// the stamp before and after.
///
/// - Throws: ``DiskError`` when a read fails.
public func countedSeconds(
    of file: AudioFile, shouldContinue: () -> Bool
) throws(DiskError) -> Double? {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 4096)
    defer { buffer.deallocate() }
    var frames = FrameCount()
    var offset: Int64 = 0
    while shouldContinue() {
        let count = try file.readUncached(into: buffer, at: offset)
        frames.add(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        offset &+= Int64(count)
        guard count == buffer.count else { return frames.seconds() }
    }
    return nil
}
