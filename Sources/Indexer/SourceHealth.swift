import AudiowatchCore
import InotifyWatch
import LocalDisk
import Logging
import Synchronization

/// What keeps a source's changes noticed: watches, and timers for what has none.
extension SourceReconciler {
    /// Watches a directory that is about to be listed, unless it is watched already.
    ///
    /// A walk is breadth-first, so where watches run out it is the deepest directories that go without.
    func addWatch(_ directory: OpenDirectory, _ id: Directory.ID) {
        guard let watcher, !watcher.isWatched(id) else { return }
        do {
            // A watch goes with its inode: one that came from elsewhere still tells of its old place.
            for _ in 0..<2 {
                let result = try watcher.watch(
                    descriptor: directory.descriptor, as: id, of: context.id,
                    isWanted: !context.isRetired)
                switch result {
                case .watched:
                    unwatched.remove(id)
                    return
                case .alreadyWatched(let source, let former):
                    watcher.unwatch(former)
                    parts.coordinator.send(.watchTaken(source, former))
                case .limitReached: isAtWatchLimit = true
                }
            }
        } catch {
            parts.log.debug("\(context.source.name): \(error)")
        }
        unwatched.insert(id)
    }

    /// True for a directory that lost its watch to another one: it was elsewhere, and what happened there was
    /// told as news of that place.
    func isUntold(_ id: Directory.ID) -> Bool {
        guard let watcher else { return false }
        return !watcher.isWatched(id) && !unwatched.contains(id)
    }

    /// A directory lost its watch to another one. Unless it is back already, the news of where it went is on
    /// its way; or a directory above it went and is back in a moment, of which its own place tells nothing.
    func watchAgain(_ id: Directory.ID) {
        guard let node = tree[id], let parent = node.parent, isUntold(id) else { return }
        let visit = Visit(id, isDeep: true, .appeared)
        if let names = tree.names(to: parent), stillStands(node, in: names) {
            walk.append(visit)
        } else {
            postpone(visit)
        }
    }

    /// When something is to be looked at that nobody tells of.
    var nextTimer: ContinuousClock.Instant? {
        guard parts.options.isWatching, context.source.isEnabled else { return nil }
        if let nextIdentityLook { return nextIdentityLook }
        return unwatched.isEmpty ? schedule.nextWalk : min(schedule.nextWalk, schedule.nextPoll)
    }

    /// True when ``lookByTimer()`` has something to begin.
    var isTimerDue: Bool {
        guard walk.isEmpty, scan == nil, let time = nextTimer else { return false }
        return time <= .now
    }

    /// Begins what the timers ask for; nothing while something else is being looked at.
    func lookByTimer() {
        guard isTimerDue else { return }
        if nextIdentityLook != nil { return checkIdentity() }
        guard schedule.nextWalk <= .now else { return pollUnwatched() }
        let isWorthwhile = DiskUse.isWalkWorthwhile(
            since: disk?.use, now: disk.flatMap { DiskUse.read(device: $0.device) })
        guard isWorthwhile || !unwatched.isEmpty || context.traits.needsPolling else {
            parts.log.debug("\(context.source.name): its disk has not been used, and is left alone")
            return schedule.walked(in: .zero, at: .now)
        }
        beginScan(.periodic)
    }

    /// The one disk that everything of the source is on; nil where nothing is known of it, or where other file
    /// systems are mounted inside.
    func diskUnderneath() -> (device: UInt64, use: DiskUse)? {
        guard let mounts = try? MountTable.read().mounts(below: context.source.path),
            mounts.isEmpty, let device = try? open([]).status().device,
            let use = DiskUse.read(device: device)
        else { return nil }
        return (device, use)
    }

    /// Lists each directory without a watch, alone; the watch is tried for again each time.
    private func pollUnwatched() {
        pollBegan = .now
        let byDepth = unwatched.map { (depth: tree.names(to: $0)?.count ?? 0, id: $0) }
            .sorted { $0.depth < $1.depth }
        isAtWatchLimit = false
        for (_, id) in byDepth { walk.append(Visit(id, isDeep: false, .unwatched)) }
    }

    /// Called when nothing is left to visit.
    func finishPoll() {
        guard let began = pollBegan else { return }
        pollBegan = nil
        schedule.polled(in: .now - began, at: .now)
    }

    /// The kernel dropped changes, nobody knows which; the scan that makes up for it comes as a look.
    func noteLoss() {
        losses.told += 1
        stateChanged()
    }

    /// True when a directory may not be opened, perhaps since a moment ago. One that is gone is another matter.
    func isForbidden(_ id: Directory.ID) -> Bool {
        guard let names = tree.names(to: id) else { return false }
        do {
            _ = try open(names)
            return false
        } catch {
            return error.isForbidden
        }
    }

    /// Derives the source's state from what is known of it, and has it written when it differs.
    func stateChanged() {
        let traits = context.traits
        schedule.isPolled = traits.needsPolling
        var health = SourceHealth()
        health.unwatched = unwatched.count
        health.isPolled = traits.needsPolling
        health.pollInterval = traits.needsPolling ? schedule.interval : schedule.unwatchedInterval
        health.hasLostChanges = losses.told > losses.madeGood
        if !unwatched.isEmpty, isAtWatchLimit, let limits = watcher?.limits {
            health.watchLimit = limits.watches
            health.advice = limits.advice
        }
        health.away = sentencesOfAway
        let state: SourceState? = context.standing.withLock { standing in
            health.fileSystem = standing.identity?.type ?? ""
            standing.health = health
            standing.unreadable = unlistable.count
            standing.schedule = parts.options.isWatching ? schedule : nil
            switch standing.state {
            case .offline, .disabled: return nil
            case .online, .degraded: break
            }
            guard health.state != standing.state else { return nil }
            standing.state = health.state
            return health.state
        }
        if let state { tell(.state(context.id, state)) }
    }
}
