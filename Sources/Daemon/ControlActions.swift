import AudiowatchCore
import Foundation
import Indexer
import LocalDisk
import SQLiteCatalog
import SystemPackage

/// Fills the control's closures: what the outside asks becomes calls on the indexer and the catalogue.
struct ControlActions: Sendable {
    let setup: DaemonSetup
    let indexer: Indexer
    let status: StatusAssembly
    let keeper: ConfigurationKeeper
    let stop: @Sendable () -> Void

    private var sources: SourceActions { SourceActions(setup: setup, keeper: keeper) }

    var control: DaemonControl {
        DaemonControl(
            status: { try await status.now() },
            changes: { try await offPool { try indexer.latestChanges() } },
            work: { try await work() },
            scan: { try scan($0) },
            wait: { try await wait($0) },
            stop: {
                stop()
                return StopAnswer(pid: Int(getpid()))
            },
            pause: { duration in
                indexer.setPaused(true)
                status.pause.start(for: duration) { indexer.setPaused(false) }
                return PauseState(isPaused: true, until: status.pause.until)
            },
            resume: {
                status.pause.stop()
                indexer.setPaused(false)
                return PauseState(isPaused: false)
            },
            retryProblem: { try await retry($0) },
            reveal: { path in try await reveal(path) },
            soundCards: { await offPool { readSoundCards() } },
            prune: { request in
                let now = CatalogTime(
                    microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
                return try await indexer.prune(
                    deletedBefore: request.cutoff(now: now),
                    mayTakeMost: request.mayTakeMost ?? false)
            },
            recount: { try await indexer.recount() },
            decide: { try await decide($0) },
            annotate: { batch in
                let lines = await offPool { AnnotationLine.read(batch) }
                return try await indexer.annotate(lines, kind: batch.kind)
            },
            reload: { await keeper.reload() },
            sources: DaemonControl.Sources(
                add: { try await sources.add($0) }, remove: { try await sources.remove($0) },
                set: { try await sources.set($0) }, check: { try await sources.advice(on: $0) }))
    }

    private func work() async throws -> WorkReport {
        let (catalog, figures) = (status.catalog, indexer.figures)
        let names = Dictionary(
            figures.sources.map { ($0.id, $0.source.name) }, uniquingKeysWith: { first, _ in first }
        )
        return try await offPool {
            let paths = try catalog.paths(of: figures.inWork.map(\.job.place))
            return WorkReport(
                files: figures.inWork.compactMap { work in
                    paths[work.job.place].map {
                        WorkReport.File(
                            kind: work.job.kind, source: names[work.job.source] ?? "", path: $0,
                            since: work.since)
                    }
                })
        }
    }

    private func scan(_ request: ScanRequest) throws -> ScanTicket {
        if request.isEverything {
            return ScanTicket(id: 0, sources: indexer.scan(names: nil, reason: .asked))
        }
        let known = indexer.figures.sources.map(\.source)
        for name in request.sources ?? [] where !known.contains(where: { $0.name == name }) {
            throw ControlError(
                .notFound, "there is no source named \(name)",
                hint: "`audiowatch source list` shows their names")
        }
        var scanned = indexer.scan(names: request.sources ?? [], reason: .asked)
        for text in request.paths ?? [] {
            let path = FilePath(bytes: text.bytes)
            guard let source = indexer.scan(below: path) else {
                throw ControlError(
                    .notFound, "\(path.display) is in no source",
                    hint: "add its folder: audiowatch source add FOLDER")
            }
            scanned.append(source)
        }
        return ScanTicket(id: 0, sources: scanned)
    }

    /// A scan's looks stand before the sync point in every queue, so one kind of waiting serves both.
    private func wait(_ request: WaitRequest) async throws -> WaitResult {
        if indexer.figures.isPaused {
            throw ControlError(
                .conflict, "work is paused, so nothing would ever be complete",
                hint: "audiowatch resume")
        }
        guard let seconds = request.timeoutSeconds else {
            try await indexer.wait()
            return WaitResult(isComplete: true)
        }
        let isComplete = try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await indexer.wait()
                return true
            }
            group.addTask {
                try await Task.sleep(for: .seconds(min(max(seconds, 0), 1e7)))
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
        if isComplete { return WaitResult(isComplete: true) }
        let jobs = try await status.now().jobs
        let silent = indexer.figures.sources.filter(\.isSilent).map {
            "\($0.source.name): its disk does not answer"
        }
        return WaitResult(
            isComplete: false, waiting: jobs.waiting + jobs.running,
            reason: (["\(jobs.waiting + jobs.running) files still to be examined"] + silent)
                .joined(separator: "; "))
    }

    private func retry(_ problem: Int64) async throws -> RetryAnswer {
        let wasFound = try await indexer.retry(problem: problem)
        guard wasFound else {
            throw ControlError(
                .notFound, "there is no problem \(problem)",
                hint: "`audiowatch problems` shows their numbers")
        }
        return RetryAnswer(problem: problem)
    }

    private func decide(_ request: VerdictRequest) async throws -> VerdictAnswer {
        switch try await indexer.decide(request) {
        case .recorded:
            return VerdictAnswer(verdict: request.verdict, file: request.file)
        case .noSuchGroup:
            throw ControlError(
                .notFound, "there is no such group of duplicates now",
                hint: "its files may have changed meanwhile; ask for the groups again")
        case .notInGroup:
            throw ControlError(
                .conflict, "the file to keep is not among the group's present files",
                hint: "it may have gone meanwhile; ask for the groups again")
        }
    }

    private func reveal(_ path: PathText) async throws -> RevealAnswer {
        let result: Result<RevealAnswer.Shown, FileManagerWindow.Failure> = await offPool {
            Result { () throws(FileManagerWindow.Failure) in
                try FileManagerWindow().show(path.bytes)
            }
        }
        switch result {
        case .success(let shown): return RevealAnswer(shown: shown)
        case .failure(.noDesktop):
            throw ControlError(
                .unavailable, "audiowatch runs outside of a desktop session: nothing can be shown",
                hint: "copy the path instead")
        case .failure(.noProgram):
            throw ControlError(
                .unavailable, "neither gdbus, dbus-send nor xdg-open is installed",
                hint: "sudo apt-get install libglib2.0-bin xdg-utils")
        case .failure(.noAnswer):
            throw ControlError(
                .unavailable, "no file manager answers", hint: "copy the path instead")
        }
    }
}
