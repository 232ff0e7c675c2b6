import Foundation
import Synchronization

/// What a long run says while it goes on, line by line on standard output.
final class SoakProgress: Sendable {
    private let start = ContinuousClock.now
    private let lastTold = Mutex(ContinuousClock.now)

    /// A line for each seed that is done, and one every ten seconds.
    func tell(_ result: Convergence.Result?, _ done: Int) {
        if let result {
            let outcome = result.outcome
            say(
                "seed \(result.seed) (\(result.kind.rawValue)): \(outcome.operations) operations, "
                    + "\(outcome.comparisons) comparisons, \(outcome.mistakes.count) differences")
            if !result.report.isEmpty { say(result.report) }
            return
        }
        let isDue = lastTold.withLock { last in
            guard last + .seconds(10) <= .now else { return false }
            last = .now
            return true
        }
        if isDue { say("\(done) operations, \(rate(done)) a second") }
    }

    func end(_ results: [Convergence.Result]) {
        let told = results.count { $0.kind == .told }
        let operations = results.reduce(0) { $0 + $1.outcome.operations }
        let differences = results.reduce(0) { $0 + $1.outcome.mistakes.count }
        say(
            "\(results.count) seeds (\(told) class a, \(results.count - told) class b), "
                + "\(operations) operations, \(differences) differences "
                + "(\(rate(operations)) operations a second)")
        let failed = results.filter { !$0.outcome.mistakes.isEmpty }.map { "\($0.seed)" }
        if !failed.isEmpty { say("seeds with differences: \(failed.joined(separator: " "))") }
    }

    private func rate(_ operations: Int) -> Int {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return Int(Double(operations) / max(seconds, 0.001))
    }

    private func say(_ line: String) {
        FileHandle.standardOutput.write(Data("\(line)\n".utf8))
    }
}
