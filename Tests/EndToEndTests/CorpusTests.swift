import Foundation
import TestSupport
import Testing

/// A whole generated library, held against its manifest. Runs where `AUDIOWATCH_CORPUS_DIR` names one.
@Suite(.onThreads) struct CorpusTests {
    @Test func `Every file of a generated library is catalogued as what it is`() throws {
        guard let corpus = try Corpus.given() else { return }
        let world = try World(reading: corpus.root, "corpus")
        try world.succeed("scan", "--wait")
        try world.expectEqualToDisk("corpus")

        let views = try world.views()
        let rows = Dictionary(views.present.map { ($0.id, $0) }) { first, _ in first }
        let ids = Dictionary(
            views.present.map { ($0.path, $0.id) } + views.duplicates.map { ($0.path, $0.original) }
        ) { first, _ in first }
        let details = try world.contents()
        var mistakes: [String] = []
        for entry in corpus.entries where entry.isValid {
            guard let id = ids[entry.path], let row = rows[id] else {
                mistakes.append("\(entry.path): \(entry.kind), not catalogued")
                continue
            }
            mistakes += differences(entry, row, details[id])
        }
        mistakes += grouping(corpus, ids)
        for entry in corpus.entries where ["excluded", "noise", "appledouble"].contains(entry.kind)
        {
            if ids[entry.path] != nil {
                mistakes.append("\(entry.path): \(entry.kind), catalogued")
            }
        }
        let problems = try world.problems()
        for entry in corpus.entries where entry.kind == "broken" {
            mistakes += try broken(entry, ids[entry.path].flatMap { rows[$0] }, problems)
        }
        #expect(
            mistakes.isEmpty,
            "\(mistakes.count) mistakes\n\(mistakes.prefix(40).joined(separator: "\n"))")
    }

    /// Two independent accounts of the same files: if they differ, the oracle is not to be trusted.
    @Test func `The oracle reads the library as its manifest has it`() throws {
        guard let corpus = try Corpus.given() else { return }
        let found = try walk([DiskSource(name: "corpus", path: corpus.root)])
        let listed = corpus.entries.filter {
            $0.isValid || ($0.kind == "broken" && $0.size >= 1024)
        }
        #expect(found.map(\.path) == listed.map(\.path).sorted())
        let groups = Dictionary(found.map { ($0.path, $0.group) }) { first, _ in first }
        #expect(grouping(corpus, groups) == [])
    }

    private func differences(
        _ entry: Corpus.Entry, _ row: AudioFileRow, _ details: World.ContentDetails?
    ) -> [String] {
        var mistakes: [String] = []
        func expect<Value: Equatable>(_ what: String, _ truth: Value, _ found: Value) {
            if truth != found {
                mistakes.append("\(entry.path): \(what) is \(truth), catalogued as \(found)")
            }
        }
        expect("rate", entry.rate, row.rate)
        expect("channels", entry.channels, row.channels)
        expect("bits", entry.bits == 0 ? nil : entry.bits, row.bits)
        expect("codec", entry.codec, details?.codec)
        if let truth = entry.duration, !isRight(row.duration, truth: truth),
            details?.isEstimated != true
        {
            let found = row.duration.map { "\($0)" } ?? "unknown"
            mistakes.append("\(entry.path): lasts \(truth) s, catalogued as \(found)")
        }
        return mistakes
    }

    /// Ids and the manifest's numbers of contents pair up one to one.
    private func grouping(_ corpus: Corpus, _ ids: [DiskPath: Int]) -> [String] {
        var content: [Int: Int] = [:]
        var id: [Int: Int] = [:]
        return corpus.entries.filter(\.isValid).compactMap { entry in
            guard let number = entry.content, let found = ids[entry.path] else { return nil }
            defer {
                content[found] = content[found] ?? number
                id[number] = id[number] ?? found
            }
            return content[found, default: number] == number && id[number, default: found] == found
                ? nil : "\(entry.path): \(entry.kind), grouped wrongly under id \(found)"
        }
    }

    private func broken(
        _ entry: Corpus.Entry, _ row: AudioFileRow?, _ problems: [DiskPath: [String]]
    ) throws -> [String] {
        let kinds = problems[entry.path] ?? []
        let said =
            "\(entry.path): \(entry.fault ?? ""), problems \(kinds), row \(String(describing: row))"
        switch entry.fault {
        case "empty", "header-only":
            return row == nil && kinds.isEmpty ? [] : [said]
        case "text", "zeros", "random", "html":
            let isBare = row.map { $0.duration == nil && $0.rate == nil && $0.channels == nil }
            return isBare == true && kinds == ["not-audio"] ? [] : [said]
        case "wrong-ext":
            return row?.format == "mp3" && kinds.contains("wrong-extension") ? [] : [said]
        default:
            guard kinds.isEmpty else { return row == nil ? [said] : [] }
            let truth = try decodedSeconds(of: entry.path)
            return isRight(row?.duration, truth: truth) ? [] : [said + ", decodes to \(truth) s"]
        }
    }
}
