import CLinux
public import SystemPackage

/// Room on the file system under a path.
public struct FreeSpace: Hashable, Sendable {
    /// Bytes that this user may still write.
    public let available: UInt64
    /// Bytes in all.
    public let total: UInt64

    /// Asks the file system. Blocks: call it off the cooperative pool.
    ///
    /// - Throws: ``DiskError`` when the path is not there or may not be looked at.
    public static func at(_ path: FilePath) throws(DiskError) -> FreeSpace {
        var available: UInt64 = 0
        var total: UInt64 = 0
        let code = path.withPlatformString { clinux_free_space($0, &available, &total) }
        guard code == 0 else { throw DiskError(.inspect, path, code: code) }
        return FreeSpace(available: available, total: total)
    }
}
