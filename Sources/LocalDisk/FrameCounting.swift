import AudiowatchCore

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
    var frames = FrameCount()
    let isWhole = try file.readWhole(while: shouldContinue) { frames.add($0) }
    return isWhole ? frames.seconds() : nil
}
