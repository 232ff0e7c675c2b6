/// Which of two jobs is done first.
extension Job.Priority {
    /// True where any job of this priority is done before any of the other: the cases stand in that order.
    public func goes(before other: Job.Priority) -> Bool {
        let order = Job.Priority.allCases
        guard let mine = order.firstIndex(of: self), let its = order.firstIndex(of: other) else {
            return false
        }
        return mine < its
    }
}

extension Job {
    /// One line of two, each of which is in order: by priority, and what is fresh before what waits already and
    /// goes as early. A job that is in both stands where it is fresh.
    public static func line(of fresh: [Job], before waiting: [Job]) -> [Job] {
        let known = Set(fresh.map(\.id))
        var rest = waiting.filter { !known.contains($0.id) }[...]
        var line: [Job] = []
        line.reserveCapacity(fresh.count + rest.count)
        for job in fresh {
            while let next = rest.first, next.priority.goes(before: job.priority) {
                line.append(next)
                rest = rest.dropFirst()
            }
            line.append(job)
        }
        return line + rest
    }
}
