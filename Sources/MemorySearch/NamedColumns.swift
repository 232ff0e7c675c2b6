import AudiowatchCore

/// What names say, a row each.
struct NamedColumns: Sendable {
    private(set) var tempos = CodedColumn<Double>()
    private(set) var keys = CodedColumn<MusicalKey>()

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

    mutating func reserve(_ capacity: Int) {
        tempos.reserve(capacity)
        keys.reserve(capacity)
    }
}
