import AudiowatchCore
import Testing

/// Decisions that are one question and one answer.
@Suite struct DecisionCaseTests {
    private struct SettlingCase: Decodable {
        var says: String
        var looks: Int64
        var isAskedFor: Bool
        var ageMilliseconds: Int
        var verdict: String
    }

    @Test(arguments: CaseFiles.names(of: "Settling"))
    func `an unclosed file is read when it is complete, or asked for`(_ file: String) throws {
        let cases: [SettlingCase] = try CaseFiles.read(file, of: "Settling")
        for wanted in cases {
            let verdict = Settling.verdict(
                looks: wanted.looks, isAskedFor: wanted.isAskedFor,
                age: .milliseconds(wanted.ageMilliseconds))
            #expect("\(verdict)" == wanted.verdict, "\(wanted.says)")
        }
    }

    private struct AbsenceCase: Decodable {
        var says: String
        var isRowsDirectory: Bool?
        var answer: String?
        var isWhole: Bool?
        var lookedAt: Int64
        var examinedAt: Int64
        var generationThen: Int64
        var generationNow: Int64?
        var verdict: String
    }

    @Test(arguments: CaseFiles.names(of: "Absence"))
    func `a row is deleted on proof alone`(_ file: String) throws {
        let cases: [AbsenceCase] = try CaseFiles.read(file, of: "Absence")
        for wanted in cases {
            let absence = Absence(
                isRowsDirectory: wanted.isRowsDirectory ?? true,
                answer: try #require(Absence.Answer(rawValue: wanted.answer ?? "noSuchName")),
                isWhole: wanted.isWhole ?? true,
                lookedAt: CatalogTime(microseconds: wanted.lookedAt),
                examinedAt: CatalogTime(microseconds: wanted.examinedAt),
                generationThen: wanted.generationThen, generationNow: wanted.generationNow)
            let words =
                switch absence.verdict {
                case .delete: "delete"
                case .keep(let reason): "keep: \(reason.rawValue)"
                }
            #expect(words == wanted.verdict, "\(wanted.says)")
        }
    }

    private struct BackoffCase: Decodable {
        var says: String
        /// Milliseconds.
        var asked: [Int]
        var starts: [Int]
    }

    @Test(arguments: CaseFiles.names(of: "RescanBackoff"))
    func `a storm of lost changes is no storm of rescans`(_ file: String) throws {
        let wanted: BackoffCase = try CaseFiles.read(file, of: "RescanBackoff")
        var backoff = RescanBackoff()
        let zero = ContinuousClock.now
        let starts = wanted.asked.map { backoff.start(askedAt: zero + .milliseconds($0)) - zero }
        #expect(starts == wanted.starts.map { .milliseconds($0) }, "\(wanted.says)")
    }

    private struct TraitsCase: Decodable {
        var says: String
        var types: [String]
        var hasStableInodes: Bool
        var hasBirthTime: Bool
        var granularityMilliseconds: Int64
        var needsPolling: Bool
    }

    @Test(arguments: CaseFiles.names(of: "FileSystemTraits"))
    func `a file system's type tells what its stamps prove`(_ file: String) throws {
        let wanted: TraitsCase = try CaseFiles.read(file, of: "FileSystemTraits")
        for type in wanted.types {
            let traits = FileSystemTraits.of(type: type)
            #expect(traits.hasStableInodes == wanted.hasStableInodes, "\(type): \(wanted.says)")
            #expect(traits.hasBirthTime == wanted.hasBirthTime, "\(type): \(wanted.says)")
            #expect(
                traits.granularity == wanted.granularityMilliseconds * 1_000_000,
                "\(type): \(wanted.says)")
            #expect(traits.needsPolling == wanted.needsPolling, "\(type): \(wanted.says)")
        }
    }

    @Test(arguments: ["Settling", "Absence", "RescanBackoff", "FileSystemTraits"])
    func `there are cases`(_ decision: String) {
        #expect(!CaseFiles.names(of: decision).isEmpty)
    }
}
