/// Tempo and key as names say them: commercial loops carry both there (`Loop_128_Am.wav`, `120 BPM/`).
///
/// Computed from the bytes of a name alone, so nothing of it is stored: a renamed file or folder says something
/// else at once, and nothing has to be read or written for it.
public struct NamedSound: Hashable, Sendable {
    /// Beats a minute.
    public var tempo: Double?
    /// Key.
    public var key: MusicalKey?

    /// Takes both.
    public init(tempo: Double? = nil, key: MusicalKey? = nil) {
        self.tempo = tempo
        self.key = key
    }

    /// What a file's name says, its extension apart.
    public init(file name: FileName) {
        self.init(name, isFile: true)
    }

    /// What a folder's name says.
    public init(folder name: FileName) {
        self.init(name, isFile: false)
    }

    private init(_ name: FileName, isFile: Bool) {
        guard NamedSound.maySaySomething(name.bytes) else { return }
        let tokens = NameTokens(name, isFile: isFile)
        let found = NamedKey.find(in: tokens)
        key = found?.key
        tempo = NamedTempo.find(in: tokens, beside: found, isFile: isFile)
    }

    /// With what is missing taken from a folder further up.
    public func completed(by folder: NamedSound) -> NamedSound {
        NamedSound(tempo: tempo ?? folder.tempo, key: key ?? folder.key)
    }

    /// What a file's name says, and what it leaves open from the folders it stands in, the nearest first.
    /// `folders` begin with the source's own.
    public init(file name: FileName, in folders: some BidirectionalCollection<FileName>) {
        self = folders.reversed().reduce(NamedSound(file: name)) { known, folder in
            known.tempo != nil && known.key != nil
                ? known : known.completed(by: NamedSound(folder: folder))
        }
    }

    /// True for names with two digits in a row, or a letter that may begin a key where a word begins.
    private static func maySaySomething(_ bytes: [UInt8]) -> Bool {
        var wasLetter = false
        var wasDigit = false
        for byte in bytes {
            let isDigit = (0x30...0x39).contains(byte)
            if isDigit, wasDigit { return true }
            let isLetter = (0x61...0x7A).contains(byte | 0x20) || byte >= 0x80
            if isLetter, !wasLetter, (0x61...0x67).contains(byte | 0x20) { return true }
            wasLetter = isLetter
            wasDigit = isDigit
        }
        return false
    }
}
