import AudiowatchCore
import LocalDisk

/// Counting the frames of files whose length is an estimate, when nothing else waits.
extension Examiner {
    func count(
        _ place: Place, in folder: OpenDirectory, _ context: SourceContext
    ) throws -> FinishedJob.Outcome {
        let file: AudioFile
        do {
            guard let found = try AudioFile.open(in: folder, name: place.name) else {
                return .examined(.missing)
            }
            file = found
        } catch .notRegular {
            return .examined(.ignored(.notRegular))
        } catch .disk(let error) {
            throw error
        }
        let before = file.opened.stamp
        let generation = context.mountGeneration
        var isStopped = false
        let seconds = try countedSeconds(of: file) {
            isStopped = context.mountGeneration != generation || parts.board.isClosed
            return !isStopped
        }
        guard !isStopped else {
            return .examined(.sourceAway(reason: "the count of its frames was interrupted"))
        }
        let after = try file.stamp()
        guard before == after, try isStill(file, at: place.name, in: folder) else {
            return .examined(.torn(after))
        }
        return .counted(seconds: seconds, stamp: after)
    }
}
