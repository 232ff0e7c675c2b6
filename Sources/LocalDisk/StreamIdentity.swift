import Glibc

/// Which stream an open descriptor leads to.
public enum StreamIdentity {
    /// Device and inode, as JOURNAL_STREAM in systemd.exec(5) has them; nil where the kernel does not say.
    public static func text(of descriptor: CInt) -> String? {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        return "\(status.st_dev):\(status.st_ino)"
    }
}
