import Glibc

/// How many files this process may have open, which has to be enough before anything else is begun: a daemon
/// that runs out of them fails later, in places that cannot say why.
enum OpenFiles {
    /// What is always open: the database with its log and readers, sockets, the kernel's news, the log, 128
    /// connections of pages, some 40 columns and orders of the search index and as many while they are rewritten.
    static let base: UInt = 272
    /// A worker: the file it reads, the folders on the way to it, and the pipes of its helper.
    static let worker: UInt = 12
    /// A source: the folders on the way to the one that is listed.
    static let source: UInt = 6

    /// Raises the limit in force to what is needed, as far as the hard limit lets it.
    ///
    /// - Throws: ``OpenFilesError`` when that is not enough.
    static func makeRoom(workers: Int, sources: Int) throws(OpenFilesError) {
        let needed =
            base + worker * UInt(clamping: workers) + source * UInt(clamping: sources)
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0,
            limit.rlim_cur < needed
        else { return }
        let (soft, hard) = (limit.rlim_cur, limit.rlim_max)
        limit.rlim_cur = min(needed, hard)
        guard hard >= needed,
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        else { throw OpenFilesError(limit: max(soft, hard), needed: needed) }
    }
}

/// This process may open too few files.
struct OpenFilesError: Error, CustomStringConvertible {
    /// Files it may open.
    var limit: UInt
    /// Files that a daemon needs.
    var needed: UInt

    var description: String {
        "this process may open \(limit) files and needs \(needed): raise the limit with"
            + " `ulimit -n \(needed)` (LimitNOFILE= in a systemd unit) and start again"
    }
}
