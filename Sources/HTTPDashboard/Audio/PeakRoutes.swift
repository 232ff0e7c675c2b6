import AudiowatchCore
import Foundation
import Hummingbird
import SQLiteCatalog

/// `/api/peaks`: waveforms. Of many files those that are kept or quickly made, of one whatever it takes.
func addPeakRoutes(
    to router: Router<DashboardContext>, _ questions: Questions, _ waveforms: Waveforms
) {
    router.only(.get, "/api/peaks/{id}") { request, context in
        _ = try QueryParameters(request, knowing: [])
        let reference = try reference(context.parameters.get("id"))
        let places = try await questions.ask { try $0.places(of: reference) }
        guard !places.isEmpty else { throw noSuchFile }
        if let peaks = try await questions.ask({ _ in waveforms.kept(places) }) {
            return try JSONBody.response(Peaks(peaks))
        }
        return try JSONBody.response(Peaks(try await waveforms.make(places)))
    }
    router.only(.get, "/api/peaks") { request, _ in
        let query = try QueryParameters(request, knowing: ["files", "pairs"])
        let written = query.text("files")?.split(separator: ",").map(String.init) ?? []
        guard (1...ManyPeaks.most).contains(written.count) else {
            throw ControlError(
                .badRequest, "files= names 1 to \(ManyPeaks.most) files, with commas between them")
        }
        let pairs = try query.number("pairs", in: 1...PeakStore.pairs) ?? ManyPeaks.pairs
        let references = try written.map { (name: $0, file: try reference($0)) }
        return try JSONBody.response(
            try await ManyPeaks(of: references, pairs: pairs, questions, waveforms))
    }
}

/// One waveform.
private struct Peaks: Encodable {
    /// Pairs of least and greatest sample, a signed byte each, in base64.
    var peaks: String

    init(_ peaks: [UInt8]) {
        self.peaks = Data(peaks).base64EncodedString()
    }
}

/// Waveforms for the rows of a list.
private struct ManyPeaks: Encodable {
    /// Files that are asked for at once.
    static let most = 200
    /// Pairs of a row's waveform where nothing else is asked for.
    static let pairs = 60
    /// What is made after this is made for the next question.
    private static let patience: Duration = .milliseconds(250)

    /// By the names that were asked for.
    var peaks: [String: String] = [:]
    /// Those that are worth asking for again: there was no time to make them.
    var missing: [String] = []

    init(
        of references: [(name: String, file: FileReference)], pairs: Int, _ questions: Questions,
        _ waveforms: Waveforms
    ) async throws {
        let files = references.map(\.file)
        let known = try await questions.ask { catalog in
            try files.map { file in
                let places = try catalog.places(of: file)
                return (places: places, peaks: waveforms.kept(places))
            }
        }
        let clock = ContinuousClock()
        let end = clock.now + ManyPeaks.patience
        for (reference, found) in zip(references, known) {
            if let kept = found.peaks {
                peaks[reference.name] = ManyPeaks.text(kept, pairs)
            } else if waveforms.isShort(found.places) {
                guard clock.now < end else {
                    missing.append(reference.name)
                    continue
                }
                // A row without a waveform says enough: its file is away, or no sound.
                guard let made = try? await waveforms.make(found.places) else { continue }
                peaks[reference.name] = ManyPeaks.text(made, pairs)
            }
        }
    }

    /// Fewer pairs, each the least and greatest of those it stands for.
    private static func text(_ peaks: [UInt8], _ pairs: Int) -> String {
        let all = peaks.count / 2
        guard all > pairs else { return Data(peaks).base64EncodedString() }
        var bytes: [UInt8] = []
        for pair in 0..<pairs {
            let part = (pair * all / pairs)..<((pair + 1) * all / pairs)
            let least = part.map { Int8(bitPattern: peaks[2 * $0]) }.min() ?? 0
            let greatest = part.map { Int8(bitPattern: peaks[2 * $0 + 1]) }.max() ?? 0
            bytes += [UInt8(bitPattern: least), UInt8(bitPattern: greatest)]
        }
        return Data(bytes).base64EncodedString()
    }
}
