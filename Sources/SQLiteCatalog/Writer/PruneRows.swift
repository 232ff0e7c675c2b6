public import AudiowatchCore
import GRDB

extension CatalogWriter {
    /// Forgets rows that were deleted before `cutoff`, with contents and directories that nothing is left
    /// of, and sources that the configuration no longer names. Rows of sources that are offline or degraded
    /// stay. Refused, as the report says, when most of the catalogue would go and `mayTakeMost` is false.
    ///
    /// Blocks; as ``continuePrune(_:)`` over and over.
    public func prune(
        deletedBefore cutoff: CatalogTime, mayTakeMost: Bool = false
    ) throws(CatalogError) -> PruneReport {
        let plan = try planPrune(deletedBefore: cutoff, mayTakeMost: mayTakeMost)
        guard plan.report.verdict != .refused else { return plan.report }
        var progress = plan.progress
        while !progress.isDone { try continuePrune(&progress) }
        return progress.report(of: plan)
    }

    /// What a prune is going to forget; its report is `refused` when it must not. Writes nothing.
    public func planPrune(
        deletedBefore cutoff: CatalogTime, mayTakeMost: Bool
    ) throws(CatalogError) -> PrunePlan {
        try catalog.read { try Prune($0, deletedBefore: cutoff).plan(mayTakeMost: mayTakeMost) }
    }

    /// One step of a prune, in a transaction of its own, after which the catalogue is as true as before.
    public func continuePrune(_ progress: inout PruneProgress) throws(CatalogError) {
        var next = progress
        var checksKeys = true
        if case .directories = next.stage { checksKeys = false }
        try catalog.write(checksKeys: checksKeys) { db in
            let time = CatalogTime(microseconds: try Meta.number(.clock, in: db) ?? 0)
            let edit = Edit(db, at: time, generations: nil, chunk: catalog.chunk)
            try PruneStep(edit).take(&next)
            try edit.complete()
        }
        progress = next
    }
}
