import Foundation
import Synchronization
import TestSupport

/// Carries a plan out beside a daemon, in a world of its own.
final class ConvergenceRun {
    /// What came of it.
    struct Outcome: Sendable {
        /// Sentences; empty when the catalogue was right every time.
        var mistakes: [String] = []
        /// Number of the step at which they were seen.
        var failedAt = 0
        var operations = 0
        var comparisons = 0
    }

    private let kind: Plan.Class
    private let world: World
    private let ground: Ground
    private var daemon: RunningDaemon?
    private var socket: DaemonSocket
    private var isFrozen = false
    private var mounted: [Spot] = []
    private var gaps: [String: String] = [:]
    private var outcome = Outcome()

    /// Fills the sources, starts the daemon and lets it find everything. `control` has it lose one event in so many.
    init(_ kind: Plan.Class, fill: [Operation], control: Int? = nil) throws {
        self.kind = kind
        world = try World(
            "fuzz", sources: Plan.sources, extra: "[scan]\nhash_chunk_size = \(SoundPool.chunk)\n",
            environment: control.map { ["AUDIOWATCH_FAULT_DROP_EVENTS": "\($0)"] } ?? [:])
        ground = try Ground(world)
        for operation in fill { try operation.perform(on: ground) }
        let daemon = try RunningDaemon(world)
        self.daemon = daemon
        socket = try DaemonSocket(daemon)
        try socket.wait()
        try until("the first scan ends") { try socket.status()["isScanning"].bool == false }
        gaps = try seenGaps()
    }

    deinit {
        if isFrozen { daemon?.thaw() }
        for spot in mounted.reversed() { try? Operation.unmount(spot).perform(on: ground) }
    }

    /// Carries out the steps; the first comparison that finds mistakes ends it.
    ///
    /// With `isLenient` an operation that is not possible is left out: others before it are missing.
    func carryOut(
        _ steps: [Operation], isLenient: Bool = false, progress: (Int) -> Void = { _ in }
    ) throws -> Outcome {
        for (number, step) in steps.enumerated() {
            switch step {
            case .compare: outcome.mistakes = try compare()
            case .freeze: freeze()
            case .thaw: thaw()
            case .kill: try kill()
            case .start: try start()
            default: try perform(step, isLenient)
            }
            if !outcome.mistakes.isEmpty {
                outcome.failedAt = number
                return outcome
            }
            if number.isMultiple(of: 100) { progress(outcome.operations) }
        }
        return outcome
    }

    private func perform(_ step: Operation, _ isLenient: Bool) throws {
        do {
            try step.perform(on: ground)
        } catch {
            guard isLenient else { throw TestFailure("\(step): \(error)") }
            return
        }
        if step.isChange { outcome.operations += 1 }
        switch step {
        case .mount(let spot): mounted.append(spot)
        case .unmount: mounted.removeLast()
        default: break
        }
    }

    // The daemon.

    private func freeze() {
        daemon?.freeze()
        isFrozen = true
    }

    private func thaw() {
        daemon?.thaw()
        isFrozen = false
    }

    private func kill() throws {
        if isFrozen { thaw() }
        try daemon?.killAtOnce()
        daemon = nil
    }

    private func start() throws {
        guard daemon == nil else { return }
        let started = try RunningDaemon(world)
        daemon = started
        socket = try DaemonSocket(started)
    }

    // The oracle.

    private func compare() throws -> [String] {
        if isFrozen { thaw() }
        try start()
        outcome.comparisons += 1
        switch kind {
        case .told: try socket.wait()
        case .untold: try socket.scanAndWait()
        }
        let mistakes = try differences()
        guard !mistakes.isEmpty else { return try newGaps() }
        // A wait that ended too early is another mistake than one that stays.
        Thread.sleep(forTimeInterval: ConvergenceRun.healing)
        let lasting = try differences()
        return mistakes.map { lasting.contains($0) ? $0 : "\($0), for a while" }
    }

    /// Seconds after which a mistake that is still there is one that stays.
    private static let healing = 5.0

    private func differences() throws -> [String] {
        let disk = try walk(world.sources, chunk: SoundPool.chunk)
        let database = try DatabaseFile(world.database)
        return try Oracle.differences(between: disk, and: SeedViews(database))
            + RowTimes(database).differences(from: disk)
    }

    /// Every cause of a listing but one is a gap in what the kernel told; of scans there was one, at the start.
    private func newGaps() throws -> [String] {
        guard kind == .told else { return [] }
        return try seenGaps().filter { gaps[$0.key] != $0.value }.map {
            "\($0.key): \($0.value), was \(gaps[$0.key] ?? "none")"
        }.sorted()
    }

    private func seenGaps() throws -> [String: String] {
        let status = try socket.status()
        var seen = ["overflows": "\(status["overflows"])"]
        for source in status["sources"].array {
            let name = source["name"].string ?? ""
            seen["scans of \(name)"] = "\(source["lastScan"])"
            for cause in source["listings"].keys where cause != "appeared" {
                seen["folders of \(name) listed because: \(cause)"] =
                    "\(source["listings"][cause])"
            }
        }
        return seen
    }
}
