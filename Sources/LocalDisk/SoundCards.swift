public import AudiowatchCore
public import SystemPackage

/// Who plays through this machine's sound cards, from the kernel's files in `proc`.
///
/// Blocks for some reads of small files, and never on a disk. Opens no sound device: a look never takes the card.
public func readSoundCards(below proc: FilePath = "/proc") -> SoundCardReport {
    SoundCardReport(
        holders: SoundCardHolder.all { path in
            (try? wholeFile(proc.appending(path))).map { String(decoding: $0, as: UTF8.self) }
        })
}
