import AudiowatchCore
import LocalDisk
import ProbeClient
import SQLiteCatalog
import Synchronization

/// Looks at one file and says what it found. It writes nothing: what follows is decided where the
/// result is written. Confined to its worker's thread, with a probe helper of its own.
final class Examiner {
    let parts: IndexerParts
    let helper: ProbeHelper
    /// Files opened for reading so far.
    var filesOpened = 0
    /// Files handed to the helper so far.
    var probes = 0
    /// Why no helper can be started any more: no job can be done then.
    private(set) var noHelper: ProbeError?
    private var opened = OpenedFolder()
    /// Those of the file system that the folder opened last is on.
    private(set) var traits = FileSystemTraits.local
    /// How much of its files may be read.
    private var reading = Source.Reading.names

    init(parts: IndexerParts, helper: ProbeHelper) {
        self.parts = parts
        self.helper = helper
    }

    /// Nothing is held open between two jobs when there is a pause: a mount must not be kept busy.
    func rest() {
        opened = OpenedFolder()
    }

    /// False when what is in work is to be let go of, to be done later.
    func mayGoOn() -> Bool { !parts.board.isPaused && !parts.board.isClosed }

    /// Does the job. Blocks for as long as the disk and the probe take.
    func perform(_ job: Job) -> FinishedJob {
        let (at, began) = (parts.clock.now(), ContinuousClock.now)
        let context = parts.sources.context(job.source)
        let generation = context?.mountGeneration ?? 0
        let outcome = DiskCalls.byCourier(when: context?.isServedByProgram ?? false) {
            self.outcome(of: job, context)
        }
        return FinishedJob(
            job: job, outcome: outcome, examinedAt: at, mountGeneration: generation, began: began)
    }

    private func outcome(of job: Job, _ context: SourceContext?) -> FinishedJob.Outcome {
        guard let context, context.isPresent else {
            return .examined(.sourceAway(reason: "its source is away"))
        }
        do {
            let folder = try folder(job.place.directory, of: context)
            guard let folder else {
                return .examined(.unsettled(nil, again: Examiner.folderPause))
            }
            switch job.kind {
            case .examine: return .examined(try examine(job, in: folder, context))
            case .digest: return try digest(job.place, in: folder, context)
            case .count: return try count(job.place, in: folder, context)
            }
        } catch let error as FolderAway {
            return .examined(.sourceAway(reason: error.reason))
        } catch let error as DiskError {
            return .examined(failure(error, context))
        } catch let error as ProbeError {
            noHelper = error
            return .examined(.sourceAway(reason: error.reason))
        } catch let interruption as Interruption {
            return .examined(.sourceAway(reason: interruption.reason))
        } catch {
            return .examined(
                .failed(
                    .init(problem: Problem(.unreadable, "\(error)"), isRetryable: true)))
        }
    }

    /// How long a folder that has just moved gets to be found at its new place.
    private static let folderPause: Duration = .seconds(1)

    /// The folder of a job, or nil when it does not stand where the catalogue has it: then its source's
    /// thread is about to find out where it went.
    private func folder(
        _ id: Directory.ID, of context: SourceContext
    ) throws -> OpenDirectory? {
        let generation = context.mountGeneration
        if let folder = opened.folder(id, generation) { return folder }
        guard let known = try parts.catalog.location(of: id) else { return nil }
        guard !known.isAway else { throw FolderAway() }
        guard let folder = try descend(to: known.names, of: context) else { return nil }
        let status = try folder.status()
        // What another mount shows there proves nothing of this one.
        guard context.isCatalogued(mount: status.mountNumber, of: known.home?.directory) else {
            return nil
        }
        context.device.store(status.device, ordering: .relaxed)
        let isOther = status.stamp.inode != known.inode || status.stamp.born != known.born
        traits = known.home?.traits ?? context.traits
        reading = context.reading(on: known.home?.type)
        if isOther, traits.hasStableInodes { return nil }
        opened = OpenedFolder(id, folder, known.names, generation)
        return folder
    }

    /// The folder of these names below the source's own; nil when the disk has none.
    private func descend(
        to names: [FileName], of context: SourceContext
    ) throws -> OpenDirectory? {
        do {
            return try OpenDirectory.open(context.source.path).descend(names)
        } catch {
            guard error.isMissing || error.isNotDirectory else { throw error }
            return nil
        }
    }

    private func examine(
        _ job: Job, in folder: OpenDirectory, _ context: SourceContext
    ) throws -> Examination {
        let place = job.place
        guard let status = try folder.status(of: place.name) else { return .missing }
        guard status.kind == .file else { return .ignored(.notRegular) }
        // Asked for before the configuration had another word on it, or catalogued then.
        guard
            context.rules.verdict(of: place.name, below: opened.names, isDirectory: false) == .audio
        else { return .ignored(.excluded) }
        let verdict = settling(job, status.stamp)
        guard status.stamp.size >= context.rules.minimumSize else {
            // Should it grow, its close tells; and what the catalogue has at its place is gone meanwhile. Files
            // that are rewritten in place are empty for a moment.
            if try parts.catalog.liveFile(at: place) != nil {
                return (.zero..<Settling.quiet).contains(age(of: status.stamp))
                    ? .emptied(status.stamp) : .ignored(.tooSmall, of: status.stamp)
            }
            return verdict == .leave
                ? .unsettled(status.stamp, again: Examiner.settlePause)
                : .ignored(.tooSmall, of: status.stamp)
        }
        let known = try parts.catalog.rows(at: place, of: status.stamp, on: traits)
        if let row = known.live, row.content != nil, !row.mustBeRead,
            !parts.unread.mustBeRead(place),
            status.stamp.proves(sameBytesAs: row.stamp, on: traits)
        {
            return verdict == .read
                ? .unchanged(status.stamp)
                : .unsettled(status.stamp, again: Examiner.settlePause)
        }
        let file = WatchedFile(context.id, place)
        if let kin = kin(known.kin, of: status, at: file) { return kin }
        if reading == .names { return .named(status.stamp) }
        if verdict == .leave {
            return .unsettled(status.stamp, again: Examiner.settlePause)
        }
        var found = try read(place, in: folder, context)
        if case .read(var reading) = found, verdict == .readAndWatch {
            reading.isSettling = true
            found = .read(reading)
        }
        return found
    }

    /// Whether the file is read now; what was closed, or is found by a scan, always is.
    private func settling(_ job: Job, _ stamp: Stamp) -> Settling.Verdict {
        guard job.priority == .settling else { return .read }
        return Settling.verdict(
            looks: job.looks, isAskedFor: job.isAskedFor, age: age(of: stamp))
    }

    /// Time since a file was written, by its own time; negative for one of the future.
    private func age(of stamp: Stamp) -> Duration {
        let age = CatalogClock.wallNanoseconds.subtractingReportingOverflow(stamp.modified)
        return age.overflow ? Settling.still : .nanoseconds(age.partialValue)
    }

    /// A row with the same inode: this file under its former name, or another name of it. Nil also when its
    /// bytes may be others than that row says: then it is read.
    private func kin(
        _ rows: [InodeRow], of status: EntryStatus, at file: WatchedFile
    ) -> Examination? {
        // Only the row examined last may be it: an earlier one may not know of a write in between.
        var former: InodeRow?
        for (number, row) in rows.enumerated() {
            if row.isDeleted {
                if number == 0 { former = row }
                continue
            }
            // Where a program serves the disk inodes prove nothing, and it may never answer.
            guard row.place != file.place, let home = parts.sources.context(row.source),
                home.isPresent,
                (row.home?.traits ?? home.traits).hasStableInodes, !home.isSilent
            else { continue }
            let there = try? OpenDirectory.open(home.source.path).descend(row.names)
                .status(of: row.place.name)
            if there?.identity == status.identity {
                // Nothing is known of it but that it is there.
                guard row.isRead else { continue }
                // A link changes the inode, and so does a write whose time was put back: read it.
                guard row.changed == status.stamp.changed else { return nil }
                return .linked(row: row.id, status.stamp)
            }
            // Only a name that is proved gone may be taken over.
            if number == 0, there != nil || isGone(row, home) { former = row }
        }
        guard let former, !former.mustBeRead, parts.unread.mayKnow(file, by: former.place)
        else { return nil }
        return .moved(row: former.id, status.stamp)
    }

    private func isGone(_ row: InodeRow, _ home: SourceContext) -> Bool {
        do {
            let folder = try OpenDirectory.open(home.source.path).descend(row.names)
            let mount = try folder.status().mountNumber
            guard home.isCatalogued(mount: mount, of: row.home?.directory) else { return false }
            return try folder.status(of: row.place.name) == nil
        } catch {
            return error.isMissing || error.isNotDirectory
        }
    }

    private func failure(_ error: DiskError, _ context: SourceContext) -> Examination {
        if error.isMissing || error.isNotDirectory { return .unsettled(nil, again: .seconds(1)) }
        if error.isDiskFailure, !context.isPresent { return .sourceAway(reason: error.reason) }
        return .failed(
            .init(
                problem: Problem(.unreadable, error.reason, hint: error.hint),
                isRetryable: true))
    }
}

/// Something else stands in place of a job's folder.
private struct FolderAway: Error {
    let reason = "its drive is away"
}

/// The folder opened last: jobs come in the order of the walk, so the next file is mostly in it too.
private struct OpenedFolder {
    private var id: Directory.ID?
    private var directory: OpenDirectory?
    /// Its names below the source's folder.
    private(set) var names: [FileName] = []
    private var generation: Int64 = 0

    init() {}

    init(
        _ id: Directory.ID, _ directory: OpenDirectory, _ names: [FileName], _ generation: Int64
    ) {
        self.id = id
        self.directory = directory
        self.names = names
        self.generation = generation
    }

    /// Nil for another one, and after any mount: then it has to be looked for anew.
    func folder(_ id: Directory.ID, _ generation: Int64) -> OpenDirectory? {
        self.id == id && self.generation == generation ? directory : nil
    }
}
