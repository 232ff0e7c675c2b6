/// Which of the jobs at hand goes next, given who works where already.
public struct HandOut: Hashable, Sendable {
    /// Workers in all.
    public var workers: Int
    /// Sources that get none for now.
    public var held: Set<Source.ID> = []
    /// The disk that a source is on; a source that is missing here has one of its own.
    public var disks: [Source.ID: UInt64] = [:]
    /// Jobs that a disk may have in work at once; as many as there are workers where nothing is said.
    public var depths: [UInt64: Int] = [:]

    /// How far behind the first job that may go another source's is looked for. Jobs are fetched with the
    /// sources in turn, so one that has any is near; and this is asked for each file of a scan.
    public static let reach = 32

    /// Nothing is held back yet.
    public init(workers: Int) {
        self.workers = workers
    }

    /// The position of the first source in the order of the jobs that may have another worker; nil when
    /// none may.
    ///
    /// One source never takes the last worker while another one has a job and no worker.
    public func next(
        among jobs: some Sequence<Source.ID>, inWork: [Source.ID: Int]
    ) -> Int? {
        let isLast = inWork.values.reduce(0, +) + 1 >= workers
        var first: Int?
        var refused: Set<Source.ID> = []
        for (position, source) in jobs.enumerated() {
            if let first, position - first > HandOut.reach { return first }
            guard !refused.contains(source) else { continue }
            guard mayStart(source, inWork: inWork) else {
                refused.insert(source)
                continue
            }
            let has = inWork[source] ?? 0
            if !isLast || has == 0 { return position }
            if first == nil { first = position }
            refused.insert(source)
        }
        return first
    }

    /// True while a source may have another worker.
    public func mayStart(_ source: Source.ID, inWork: [Source.ID: Int]) -> Bool {
        guard !held.contains(source) else { return false }
        guard let disk = disks[source], let depth = depths[disk] else { return true }
        let here = inWork.reduce(0) { $0 + (disks[$1.key] == disk ? $1.value : 0) }
        return here < depth
    }
}
