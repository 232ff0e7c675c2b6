import AudiowatchCore
import Testing

/// What the coalescer makes of changes in time. Times are milliseconds.
@Suite struct CoalescerCaseTests {
    private struct Case: Decodable {
        /// The sentence that the case proves.
        var says: String
        var changes: [Step]
        /// Every look in its order, as `MILLISECONDS KIND WHERE`.
        var looks: [String]?
        /// Or how many there are of each kind.
        var counts: [String: Int]?
        /// Most names that may wait at a time.
        var mostWaiting: Int?
    }

    private struct Step: Decodable {
        var at: Int
        /// An ``EntryChange``, `sync`, or `rescan`.
        var kind: String
        /// `{n}` counts the repetitions.
        var name: String?
        var `in`: String?
        var of: Int64?
        var isDirectory: Bool?
        var reason: ScanReason?
        var times: Int?
        var every: Int?
    }

    @Test(arguments: CaseFiles.names(of: "Coalescer"))
    func `each change has its look, at its time`(_ file: String) throws {
        let wanted: Case = try CaseFiles.read(file, of: "Coalescer")
        var run = CoalescerRun()
        for (at, step) in wanted.changes.flatMap(repeated).sorted(by: { $0.0 < $1.0 }) {
            run.advance(to: at)
            try run.take(step)
        }
        run.finish()
        if let looks = wanted.looks { #expect(run.looks == looks, "\(wanted.says)") }
        if let counts = wanted.counts { #expect(run.counts == counts, "\(wanted.says)") }
        if let most = wanted.mostWaiting { #expect(run.mostWaiting <= most, "\(wanted.says)") }
        #expect(run.isEmpty, "\(wanted.says): something is remembered for ever")
    }

    private func repeated(_ step: Step) -> [(Int, CoalescerRun.Step)] {
        (0..<(step.times ?? 1)).map { number in
            let at = step.at + number * (step.every ?? 0)
            func fill(_ text: String?) -> String? { text?.replacing("{n}", with: "\(number)") }
            return (
                at,
                CoalescerRun.Step(
                    kind: step.kind, name: fill(step.name) ?? "",
                    directory: fill(step.in).flatMap { Int64($0) } ?? 7, source: step.of ?? 1,
                    isDirectory: step.isDirectory ?? false, reason: step.reason)
            )
        }
    }

    @Test func `there are cases`() {
        #expect(CaseFiles.names(of: "Coalescer").count >= 10)
    }
}

/// Steps a coalescer through time, always waking it when it asks for it.
struct CoalescerRun {
    struct Step {
        var kind: String
        var name: String
        var directory: Int64
        var source: Int64
        var isDirectory: Bool
        var reason: ScanReason?
    }

    private var coalescer = Coalescer()
    private let start = ContinuousClock.now
    private var now = 0
    private(set) var looks: [String] = []
    private(set) var counts: [String: Int] = [:]
    private(set) var mostWaiting = 0

    var isEmpty: Bool { coalescer.isEmpty }

    /// Lets time pass, with every look that falls due on the way.
    mutating func advance(to time: Int) {
        while let next = coalescer.nextTime, next <= moment(time) {
            let due = max(now, milliseconds(next))
            note(coalescer.ready(at: moment(due)), at: due)
        }
        now = time
    }

    mutating func take(_ step: Step) throws {
        let source = Source.ID(rawValue: step.source)
        switch step.kind {
        case "sync": note(coalescer.flush(at: moment(now)), at: now)
        case "rescan":
            coalescer.rescan(source, try #require(step.reason), at: moment(now))
        default:
            let change = Change.entry(
                source: source, directory: Directory.ID(rawValue: step.directory),
                name: FileName(step.name), kind: try #require(EntryChange(rawValue: step.kind)),
                isDirectory: step.isDirectory, cookie: 0)
            note(coalescer.note(change, at: moment(now)), at: now)
        }
        mostWaiting = max(mostWaiting, coalescer.waiting)
    }

    mutating func finish() {
        advance(to: now + 200_000)
    }

    private mutating func note(_ found: [(Source.ID, Look)], at time: Int) {
        for (source, look) in found {
            let (kind, place) = words(look, source)
            counts[kind, default: 0] += 1
            looks.append("\(time) \(kind) \(place)")
        }
    }

    private func words(_ look: Look, _ source: Source.ID) -> (String, String) {
        func text(_ place: Place) -> String {
            "\(place.directory.rawValue)/\(place.name.display)"
        }
        return switch look {
        case .name(let place): ("name", text(place))
        case .made(let place): ("made", text(place))
        case .settling(let place): ("settling", text(place))
        case .directory(let directory): ("directory", "\(directory.rawValue)")
        case .tree(let reason): ("tree", "\(source.rawValue) \(reason.rawValue)")
        }
    }

    private func moment(_ time: Int) -> ContinuousClock.Instant { start + .milliseconds(time) }

    private func milliseconds(_ instant: ContinuousClock.Instant) -> Int {
        let (seconds, attoseconds) = (instant - start).components
        return Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
