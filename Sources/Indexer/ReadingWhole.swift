import AudiowatchCore
import LocalDisk

/// The jobs that read a file to its end, when nothing else waits: a digest, and a count of frames where the
/// length is an estimate.
extension Examiner {
    func digest(
        _ place: Place, in folder: OpenDirectory, _ context: SourceContext
    ) throws -> FinishedJob.Outcome {
        try whole(place, in: folder, context) { file, stamp, mayGoOn in
            try LocalDisk.digest(of: file, shouldContinue: mayGoOn).map {
                .digested($0, stamp: stamp)
            }
        }
    }

    func count(
        _ place: Place, in folder: OpenDirectory, _ context: SourceContext
    ) throws -> FinishedJob.Outcome {
        try whole(place, in: folder, context) { file, stamp, mayGoOn in
            .counted(
                seconds: try countedSeconds(of: file, shouldContinue: mayGoOn), stamp: stamp)
        }
    }

    /// What `read` finds, if the file had one and the same stamp meanwhile and still stands at its place. It is
    /// let go of for a pause, for the end, and when a mount may have changed what is read.
    private func whole(
        _ place: Place, in folder: OpenDirectory, _ context: SourceContext,
        _ read: (AudioFile, Stamp, () -> Bool) throws -> FinishedJob.Outcome?
    ) throws -> FinishedJob.Outcome {
        let file: AudioFile
        switch try open(place, in: folder) {
        case .opened(let opened): file = opened
        case .settled(let examination): return .examined(examination)
        }
        let before = file.opened.stamp
        let generation = context.mountGeneration
        var isStopped = false
        let found = try read(file, before) {
            isStopped = isStopped || context.mountGeneration != generation || !mayGoOn()
            return !isStopped
        }
        guard let found, !isStopped else {
            throw Interruption(reason: "reading it to its end was interrupted")
        }
        let after = try file.stamp()
        guard before == after, try isStill(file, at: place.name, in: folder) else {
            return .examined(.torn(after))
        }
        return found
    }
}
