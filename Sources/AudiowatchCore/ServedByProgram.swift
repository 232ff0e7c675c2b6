extension FileSystemIdentity {
    /// True where a program answers for the disk (FUSE, virtiofs). When it has taken a request and does not
    /// answer, not even SIGKILL ends whoever waits: such a thread would keep its whole process from ending.
    ///
    /// Source: `request_wait_answer` in Linux's fs/fuse/dev.c. Network file systems of the kernel's own
    /// (NFS, CIFS, 9p) wait killably.
    public var isServedByProgram: Bool { FileSystemIdentity.isServedByProgram(type: type) }

    /// The same of a type as named in /proc/self/mountinfo.
    public static func isServedByProgram(type: String) -> Bool {
        type == "fuseblk" || type == "fuse" || type.hasPrefix("fuse.") || type == "virtiofs"
    }
}
