public import AudiowatchCore

/// The questions a daemon answers, one a route.
extension DaemonClient {
    /// The daemon's state.
    public func status() throws(DaemonClientError) -> StatusReport {
        try get("/api/status")
    }

    /// Who is running, understood from a daemon of any version.
    public func identity() throws(DaemonClientError) -> DaemonIdentity {
        try get("/api/status")
    }

    /// The latest raw changes and what was decided of each, the oldest first.
    public func changes() throws(DaemonClientError) -> [ChangeRecord] {
        let list: ChangeList = try get("/api/changes")
        return list.changes
    }

    /// Begins a scan and returns at once; of everything by default.
    public func scan(_ request: ScanRequest = ScanRequest()) throws(DaemonClientError) -> ScanTicket
    {
        try post("/api/scan", body: request)
    }

    /// The sync point: returns when everything the disk held before the call is in the catalogue, with a
    /// ticket also what that scan finds. At the time limit the result says what is left.
    public func wait(
        for ticket: ScanTicket? = nil, timeout: Duration? = nil
    ) throws(DaemonClientError) -> WaitResult {
        let limit = timeout.map { ControlTime.duration(ControlTime.seconds($0)) }
        let request = WaitRequest(
            ticket: ticket?.id, timeoutSeconds: limit.map(ControlTime.seconds))
        // The daemon keeps the limit; ours only notices a daemon that hangs.
        return try post("/api/wait", body: request, timeout: limit.map { $0 + Self.patience })
    }

    /// Begins the daemon's end; its process is gone a moment later.
    public func stop() throws(DaemonClientError) -> StopAnswer {
        try post("/api/stop", body: Nothing())
    }

    /// No further work for so long, or until ``resume()``.
    public func pause(_ duration: Duration? = nil) throws(DaemonClientError) -> PauseState {
        try post("/api/pause", body: PauseRequest(seconds: duration.map(ControlTime.seconds)))
    }

    /// Work again.
    public func resume() throws(DaemonClientError) -> PauseState {
        try post("/api/resume", body: Nothing())
    }

    /// Tries the file of a problem again at once.
    public func retry(problem: Int64) throws(DaemonClientError) -> RetryAnswer {
        try post("/api/problems/\(problem)/retry", body: Nothing())
    }

    /// Records a verdict on a group of duplicates, or with none takes it back; on the disk by then.
    public func decide(
        _ group: DuplicateGroupID, _ verdict: Verdict?, keeping file: File.ID?
    ) throws(DaemonClientError) -> VerdictAnswer {
        let wish = VerdictWish(verdict: verdict, file: file?.rawValue)
        switch group {
        case .exact(let content):
            return try post("/api/duplicates/\(content.rawValue)/verdict", body: wish)
        case .near(let leader):
            return try post("/api/near-duplicates/\(leader.rawValue)/verdict", body: wish)
        }
    }

    /// Forgets rows of deleted files. On a large catalogue that takes its time.
    public func prune(_ request: PruneRequest) throws(DaemonClientError) -> PruneReport {
        try post("/api/prune", body: request, timeout: .seconds(600))
    }

    /// Has the configuration file read again; returns when what it says is done.
    public func reload() throws(DaemonClientError) -> ReloadAnswer {
        try post("/api/configuration/reload", body: Nothing(), timeout: .seconds(60))
    }

    /// Counts the totals anew. On a large catalogue that takes its time.
    public func recount() throws(DaemonClientError) -> RecountReport {
        try post("/api/recount", body: Nothing(), timeout: .seconds(600))
    }

    /// Has the daemon record annotations: lines of JSON.
    public func annotate(_ batch: AnnotationBatch) throws(DaemonClientError) -> AnnotationReport {
        try post(
            "/api/annotations/\(batch.kind)", bytes: batch.text, type: "application/x-ndjson",
            timeout: .seconds(600))
    }
}

private struct Nothing: Encodable {}

private struct VerdictWish: Encodable {
    var verdict: Verdict?
    var file: Int64?
}
