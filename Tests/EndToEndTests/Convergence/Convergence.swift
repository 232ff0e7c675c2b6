import Foundation
import Synchronization
import TestSupport

/// Many seeds, each in a world of its own, and what became of each.
struct Convergence: Sendable {
    var seeds: ClosedRange<UInt64>
    var operations: Int
    /// Operations between two comparisons.
    var stride: Int
    /// One event in so many is lost, to show that it would be noticed; only seeds of class (a) are run.
    var control: Int?
    /// Seeds carried out at the same time.
    var width = 2
    /// For looking for a shorter list, each seed that fails.
    var patience: Duration = .seconds(60)

    struct Result: Sendable {
        let seed: UInt64
        let kind: Plan.Class
        var outcome: ConvergenceRun.Outcome
        /// What a person needs to find the mistake; empty when there is none.
        var report = ""
    }

    /// Runs them all; `tell` is called with each result as it comes, and now and then with operations done.
    func run(tell: @escaping @Sendable (Result?, _ done: Int) -> Void = { _, _ in }) -> [Result] {
        let results = Mutex<[Result]>([])
        let next = Mutex(seeds.lowerBound)
        let done = Mutex<[UInt64: Int]>([:])
        let last = seeds.upperBound
        DispatchQueue.concurrentPerform(iterations: width) { _ in
            while let seed = next.withLock({ next -> UInt64? in
                guard next <= last else { return nil }
                defer { next += 1 }
                return next
            }) {
                guard
                    let result = one(
                        seed,
                        progress: { count in
                            let sum = done.withLock { done in
                                done[seed] = count
                                return done.values.reduce(0, +)
                            }
                            tell(nil, sum)
                        })
                else { continue }
                let sum = done.withLock { done in
                    done[seed] = result.outcome.operations
                    return done.values.reduce(0, +)
                }
                results.withLock { $0.append(result) }
                tell(result, sum)
            }
        }
        return results.withLock { $0 }.sorted { $0.seed < $1.seed }
    }

    /// One seed; nil when it is none of those wanted.
    private func one(_ seed: UInt64, progress: @escaping @Sendable (Int) -> Void) -> Result? {
        var result: Result?
        do {
            result = try PrivateMounts.run { canMount in
                let plan = Plan(
                    seed: seed, operations: operations, stride: stride, canMount: canMount)
                guard control == nil || plan.kind == .told else { return nil }
                var result = Result(seed: seed, kind: plan.kind, outcome: .init())
                do {
                    result.outcome = try ConvergenceRun(
                        plan.kind, fill: plan.fill, control: control
                    )
                    .carryOut(plan.steps, progress: progress)
                } catch {
                    result.outcome.mistakes = ["\(error)"]
                    result.outcome.failedAt = plan.steps.count - 1
                }
                if !result.outcome.mistakes.isEmpty {
                    result.report = report(plan, result.outcome)
                }
                return result
            }
        } catch {
            result = Result(
                seed: seed, kind: .told, outcome: .init(mistakes: ["\(error)"]),
                report: "seed \(seed): \(error)")
        }
        return result
    }

    private func report(_ plan: Plan, _ outcome: ConvergenceRun.Outcome) -> String {
        let command =
            "scripts/soak convergence --from \(plan.seed) --seeds 1 --operations \(operations)"
            + (control.map { " --control \($0)" } ?? "")
        var lines = [
            "seed \(plan.seed), class \(plan.kind.rawValue), "
                + "after \(outcome.operations) operations: \(outcome.mistakes.count) differences"
                + " (again: \(command))"
        ]
        lines += outcome.mistakes.prefix(10).map { "  \($0)" }
        // What mistakes a control shows, nobody looks into.
        if control != nil { return lines[0] }
        let steps = plan.steps.prefix(outcome.failedAt).filter {
            if case .compare = $0 { false } else { true }
        }
        let shortening = Shortening(
            attempt: { steps in
                try ConvergenceRun(plan.kind, fill: plan.fill)
                    .carryOut(steps + [.compare], isLenient: true).mistakes
            }, deadline: .now + patience, tries: 2)
        do {
            guard let short = try shortening.shorten(Array(steps)) else {
                lines.append("  carried out again, it does not fail; the last operations were:")
                return (lines + steps.suffix(40).map { "    \($0)" }).joined(separator: "\n")
            }
            lines.append("  \(short.steps.count) steps fail too:")
            lines += short.steps.suffix(40).map { "    \($0)" }
            lines += short.mistakes.prefix(5).map { "  \($0)" }
        } catch {
            lines.append("  no shorter list: \(error)")
        }
        return lines.joined(separator: "\n")
    }
}
