import AudiowatchCore

/// What names say, a row each.
struct NamedColumns: Sendable {
    private(set) var tempos: CodedColumn<Double>
    private(set) var keys: CodedColumn<MusicalKey>

    /// In memory, or in files without a name in a folder.
    init(in folder: [UInt8]? = nil) {
        tempos = CodedColumn(in: folder)
        keys = CodedColumn(in: folder)
    }

    subscript(row: Int) -> NamedSound {
        get { NamedSound(tempo: tempos[row], key: keys[row]) }
        set {
            tempos[row] = newValue.tempo
            keys[row] = newValue.key
        }
    }

    mutating func append(_ sound: NamedSound) {
        tempos.append(sound.tempo)
        keys.append(sound.key)
    }

    mutating func flush() {
        tempos.flush()
        keys.flush()
    }

    mutating func reserve(_ capacity: Int) {
        tempos.reserve(capacity)
        keys.reserve(capacity)
    }
}
