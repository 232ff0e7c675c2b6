import AudiowatchCore
import SQLiteCatalog

/// Waveforms of files: kept ones, and those that are made when somebody looks.
struct Waveforms: Sendable {
    private let reader: AudioReader
    private let decode: Decode
    private let store: PeakStore?

    /// Pairs that are decoded at once: of a sound of an hour a tenth of a second's work.
    private static let piece = 20
    /// Sounds longer than this, in seconds, are decoded only for whoever opens them: a list that is scrolled
    /// must not read whole recordings.
    private static let longest = 120.0

    init(_ reader: AudioReader, decode: @escaping Decode, store: PeakStore?) {
        self.reader = reader
        self.decode = decode
        self.store = store
    }

    /// What is kept; nil where the content's waveform was never made. Blocks.
    func kept(_ places: [FilePlace]) -> [UInt8]? {
        places.first.flatMap(Waveforms.key).flatMap { store?.peaks(of: $0) }
    }

    /// True for sounds that may be decoded for a row of a list.
    func isShort(_ places: [FilePlace]) -> Bool {
        guard let place = places.first, let seconds = place.properties.duration else {
            return false
        }
        return seconds <= Waveforms.longest
    }

    /// Least and greatest sample of each of at most ``PeakStore/pairs`` equal parts, a signed byte each.
    ///
    /// - Throws: ``ControlError`` where the file is away, or cannot be decoded.
    func make(_ places: [FilePlace]) async throws -> [UInt8] {
        guard let place = places.first else { throw noSuchFile }
        let file = try await reader.open(places)
        guard let sound = PlayedSound(place.properties), sound.frames > 0 else {
            throw ControlError(.conflict, "its length, rate or channels are not known")
        }
        let each = Int(clamping: (sound.frames - 1) / Int64(PeakStore.pairs) + 1)
        let number = DecodedSound()
        var peaks: [UInt8] = []
        var first: Int64 = 0
        while first < sound.frames {
            try Task.checkCancellation()
            let (most, overflow) = each.multipliedReportingOverflow(by: Waveforms.piece)
            let count = min(overflow ? .max : most, Int(clamping: sound.frames - first))
            let stretch = SoundStretch(
                container: sound.container, first: first, count: count, rate: sound.rate,
                channels: sound.channels, firstChannel: sound.firstChannel, framesEach: each)
            peaks += try await decode(stretch, number, file)
            first += Int64(count)
        }
        if let key = Waveforms.key(place) { store?.keep(peaks, of: key) }
        return peaks
    }

    private static func key(_ place: FilePlace) -> PeakStore.Key? {
        place.fingerprint.flatMap { UInt64($0, radix: 16) }.map {
            PeakStore.Key(fingerprint: $0, size: place.stamp.size)
        }
    }
}
