import Foundation
import TestSupport
import Testing

/// Any changes, in any order and at any pace: the catalogue equals the disk.
@Suite(.serialized, .onThreads) struct ConvergenceTests {
    @Test func `Twenty seeds of changes end with a catalogue that equals the disk`() {
        let first = UInt64(100)
        let results = Convergence(seeds: first...first + 19, operations: 300, stride: 50).run()
        #expect(results.count == 20)
        #expect(results.count { $0.kind == .told } >= 10)
        for result in results {
            #expect(result.outcome.mistakes.isEmpty, "\(result.report)")
            #expect(result.outcome.operations >= 300 && result.outcome.comparisons >= 6)
        }
    }

    @Test func `An event lost on purpose is noticed`() {
        // One in eight, so that it shows within 300 operations, and before a later event of the same folder has it
        // looked at, also where a busy machine has several looked at at once; `scripts/soak` loses one in a thousand.
        let results = Convergence(seeds: 2...5, operations: 300, stride: 20, control: 8).run()
        #expect(results.count == 2)
        for result in results { #expect(!result.outcome.mistakes.isEmpty, "\(result.report)") }
    }

    @Test func `A seed makes the same plan each time`() {
        func plan(_ seed: UInt64) -> [String] {
            Plan(seed: seed, operations: 400, stride: 50, canMount: true).steps.map { "\($0)" }
        }
        for seed: UInt64 in 1...6 { #expect(plan(seed) == plan(seed)) }
        #expect(plan(1) != plan(3))
    }

    @Test func `A failing list is shortened to what makes it fail`() throws {
        let spot = Spot(area: 0, names: [])
        let steps: [Operation] = (0..<100).map { .append(spot, count: $0) }
        let culprits: Set = [17, 62, 63]
        let shortening = Shortening(
            attempt: { steps in
                let counts = steps.compactMap {
                    if case .append(_, let count) = $0 { count } else { nil }
                }
                return culprits.isSubset(of: counts) ? ["wrong"] : []
            }, deadline: .now + .seconds(60), tries: 1)
        let short = try #require(try shortening.shorten(steps))
        #expect(short.steps.count == 3)
        #expect(try shortening.shorten(Array(steps.prefix(60))) == nil)
    }

    /// `scripts/soak convergence` sets these.
    private static let soak = ProcessInfo.processInfo.environment.filter {
        $0.key.hasPrefix("AUDIOWATCH_SOAK_")
    }

    @Test(.enabled(if: soak["AUDIOWATCH_SOAK_SEEDS"] != nil, "scripts/soak convergence runs it"))
    func `A soak of many seeds ends without a difference`() throws {
        func number(_ name: String, _ fallback: Int) -> Int {
            ConvergenceTests.soak["AUDIOWATCH_SOAK_\(name)"].flatMap { Int($0) } ?? fallback
        }
        let first = UInt64(number("FROM", 1))
        let convergence = Convergence(
            seeds: first...first + UInt64(max(number("SEEDS", 1), 1)) - 1,
            operations: number("OPERATIONS", 10_000), stride: number("STRIDE", 400),
            control: ConvergenceTests.soak["AUDIOWATCH_SOAK_CONTROL"].flatMap { Int($0) },
            width: number("WIDTH", 2), patience: .seconds(number("PATIENCE", 300)))
        let progress = SoakProgress()
        let results = convergence.run { progress.tell($0, $1) }
        progress.end(results)
        if convergence.control == nil {
            for result in results { #expect(result.outcome.mistakes.isEmpty, "\(result.report)") }
        } else {
            #expect(results.contains { !$0.outcome.mistakes.isEmpty }, "no lost event was noticed")
        }
    }
}
