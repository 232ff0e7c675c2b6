import Synchronization
import DequeModule
import AudiowatchCore
import InotifyWatch
import LocalDisk
import SQLiteCatalog
import Logging

/// What the coordinator may be told.
enum CoordinatorMessage: Sendable {
    /// The kernel told of these.
    case changes([Change])
    /// The table of mounts is another one now.
    case mountsChanged
    /// What a source watched as this directory was found elsewhere, and is watched as that now.
    case watchTaken(Source.ID, Directory.ID)
    /// The wall clock jumped: perhaps the machine slept.
    case clockJumped
    /// Somebody asked for these sources to be looked at as a whole.
    case scan([Source.ID], ScanReason)
    /// Somebody asked for these places to be listed, with all below.
    case syncPoint(UInt64)
    /// Another thread looks at this source from now on.
    case begunAnew(Source.ID)
    /// Somebody wants to know whether this thread still turns.
    case ask(@Sendable () -> Void)
    case stop
}

/// The thread between news and looks: it decides where and when to look, and nothing else.
final class Coordinator {
    private let parts: IndexerParts
    private let syncPoints: SyncPoints
    private var coalescer = Coalescer()
    /// Sync points whose marker is in the kernel's queue.
    private var underWay: Set<UInt64> = []
    private let clocks = (total: ContinuousClock.now, awake: SuspendingClock.now)
    private var sleep = SleepNotice(total: .zero, awake: .zero)

    init(parts: IndexerParts, syncPoints: SyncPoints) {
        self.parts = parts
        self.syncPoints = syncPoints
    }

    /// Runs until told to stop.
    func run(_ mailbox: Mailbox<CoordinatorMessage>) {
        while true {
            for message in mailbox.receive(until: coalescer.nextTime) {
                if case .stop = message { return }
                handle(message)
            }
            send(coalescer.ready(at: .now))
        }
    }

    private func handle(_ message: CoordinatorMessage) {
        switch message {
        case .changes(let changes): for change in changes { note(change) }
        case .mountsChanged:
            for source in parts.sources.all {
                source.context.mountsChanged()
                source.send(.checkIdentity)
            }
        case .watchTaken(let id, let directory):
            parts.sources.thread(id)?.send(.watchTaken(directory))
        case .scan(let ids, let reason):
            for id in ids { parts.sources.thread(id)?.send(.look(.tree(reason))) }
        case .syncPoint(let number): beginSyncPoint(number)
        case .begunAnew(let id): passAgain(id)
        case .ask(let answer): answer()
        case .clockJumped: noticeSleep()
        case .stop: break
        }
    }

    private func note(_ change: Change) {
        guard !isOurs(change) else { return }
        parts.log.debug("told: \(change)")
        if let file = parts.unread.note(change) { send([(file.source, .name(file.place))]) }
        let decision = decide(change)
        parts.trail.note(change, decision)
    }

    /// True for what we did ourselves to the database: it may stand among the user's files. Whole folders of
    /// ours have no watch.
    private func isOurs(_ change: Change) -> Bool {
        guard case .entry(_, let directory, let name, _, _, _) = change,
            parts.options.ownFiles.mayBe(name),
            let folder = try? parts.catalog.location(of: directory)
        else { return false }
        return parts.options.ownFiles.contains(name, inFolder: folder.inode)
    }

    private func decide(_ change: Change) -> ChangeDecision {
        switch change {
        case .entry(let source, let directory, let name, _, _, _):
            parts.sources.context(source)?.standing.withLock { $0.lastChange = parts.clock.now() }
            let now = ContinuousClock.now
            let looks = coalescer.note(change, at: now)
            send(looks)
            return coalescer.decision(
                on: Place(directory, name), of: source, looks: looks.map(\.1), at: now)
        case .directoryItself(let source, let directory, let kind):
            switch kind {
            case .ignored: parts.sources.thread(source)?.send(.watchLost(directory))
            case .unmounted: parts.sources.thread(source)?.send(.unmounted(directory))
            case .attributes: parts.sources.thread(source)?.send(.retryListing(directory))
            case .deletedSelf, .movedSelf: parts.sources.thread(source)?.send(.leftPlace(directory))
            }
            return .directory
        case .overflow:
            parts.log.warning("the kernel dropped file changes: looking at everything again")
            for source in parts.sources.all {
                source.context.standing.withLock { $0.overflows += 1 }
                source.send(.changesLost)
                coalescer.rescan(source.context.id, .overflow, at: .now)
            }
            // The markers may be among what was dropped; a second one of a number does no harm.
            for number in underWay { beginSyncPoint(number) }
            return .source
        case .cookie(let number):
            passSyncPoint(number)
            return .syncPoint
        }
    }

    private func send(_ looks: [(Source.ID, Look)]) {
        for (id, look) in looks {
            guard let source = parts.sources.thread(id) else { continue }
            if case .tree = look {
                source.send(.look(look))
            } else if source.backlog < Coordinator.longestBacklog {
                source.send(.look(look))
            } else {
                // Its disk does not keep up: one walk, when it does, instead of looks without end.
                coalescer.rescan(id, .storm, at: .now)
            }
        }
    }

    /// Looks that may wait for one source, at the most: some 10 MB.
    private static let longestBacklog = 65_536

    /// The marker goes through the kernel's own queue: when it comes back, so has everything before it.
    private func beginSyncPoint(_ number: UInt64) {
        guard let watcher = parts.watcher else { return passSyncPoint(number) }
        do {
            try watcher.placeCookie(number)
            underWay.insert(number)
        } catch {
            parts.log.error("a sync point covers only what was told before it: \(error)")
            passSyncPoint(number)
        }
    }

    private func passSyncPoint(_ number: UInt64) {
        underWay.remove(number)
        send(coalescer.flush(at: .now))
        for source in parts.sources.all { source.send(.syncPoint(number)) }
    }

    /// Another thread looks at a source from now on: whatever the former one had not passed, this one has to,
    /// once; what is still under way in the kernel's queue comes to it by itself.
    private func passAgain(_ id: Source.ID) {
        for number in syncPoints.restart(passing: id) where !underWay.contains(number) {
            parts.sources.thread(id)?.send(.syncPoint(number))
        }
    }

    /// Setting the clock is no reason to look: nothing here goes by it.
    private func noticeSleep() {
        let slept = sleep.slept(
            total: clocks.total.duration(to: .now), awake: clocks.awake.duration(to: .now))
        guard let slept, parts.options.isWatching else { return }
        parts.log.info("the machine slept for \(slept): looking at everything again")
        for id in parts.sources.ids { coalescer.rescan(id, .resumed, at: .now) }
    }
}
