import AudiowatchCore
import Glibc
public import SystemPackage

/// One mount of this process's namespace.
public struct Mount: Hashable, Sendable {
    /// The mount's number.
    public var id: UInt64
    /// The mount it stands on.
    public var parent: UInt64
    /// Device number, as `major:minor`.
    public var device: String
    /// The directory of the file system that is mounted: `/` but for bind mounts and subvolumes.
    public var root: FilePath
    /// Where it is mounted.
    public var point: FilePath
    /// Type of the file system: `ext4`, `fuseblk`, …
    public var type: String
    /// What is mounted: a device, a server, or a word.
    public var source: FilePath

    /// True where whoever waits for an answer cannot be killed.
    public var isServedByProgram: Bool { FileSystemIdentity.isServedByProgram(type: type) }
}

/// Everything mounted, as /proc/self/mountinfo tells it. Source: proc_pid_mountinfo(5).
public struct MountTable: Hashable, Sendable {
    /// In the kernel's order: of two on one place the later covers the earlier.
    public let mounts: [Mount]

    /// Reads the kernel's table. Touches no mounted file system, so a hung one does not hang it.
    ///
    /// - Throws: ``DiskError`` when /proc cannot be read.
    public static func read() throws(DiskError) -> MountTable {
        MountTable(text: try wholeFile("/proc/self/mountinfo"))
    }

    /// Parses the bytes of a mountinfo file; a line that makes no sense is left out.
    public init(text: some Sequence<UInt8>) {
        mounts = Array(text).split(separator: UInt8(ascii: "\n")).compactMap(Mount.init(line:))
    }

    /// The mount that a path leads into, symbolic links in it left aside; walks the mounts as the kernel
    /// walks the path, so that a mount covered by a later one is not taken.
    public func mount(of path: FilePath) -> Mount? {
        let wanted = path.bytes
        let ids = Set(mounts.map(\.id))
        guard var found = mounts.last(where: { !ids.contains($0.parent) || $0.parent == $0.id })
        else { return nil }
        // Each step goes to another mount, so there are at most as many steps as mounts.
        for _ in mounts {
            let next = mounts.filter {
                $0.parent == found.id && $0.id != found.id && $0.point.contains(bytes: wanted)
            }
            guard let step = next.min(by: { $0.point.bytes.count < $1.point.bytes.count }) else {
                break
            }
            found = step
        }
        return found
    }

    /// The mount with a number, as ``EntryStatus/mount`` gives it.
    public func mount(numbered id: UInt64) -> Mount? {
        mounts.first { $0.id == id }
    }

    /// The mounts that stand inside a folder, below it.
    public func mounts(below folder: FilePath) -> [Mount] {
        let base = folder.bytes
        return mounts.filter { $0.point.bytes != base && folder.contains(bytes: $0.point.bytes) }
    }
}

extension Mount {
    /// `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue`
    fileprivate init?(line: ArraySlice<UInt8>) {
        let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard let dash = fields.dropFirst(6).firstIndex(where: { $0.elementsEqual("-".utf8) }),
            dash + 2 < fields.count,
            let id = UInt64(String(decoding: fields[0], as: UTF8.self)),
            let parent = UInt64(String(decoding: fields[1], as: UTF8.self))
        else { return nil }
        self.init(
            id: id, parent: parent, device: String(decoding: fields[2], as: UTF8.self),
            root: FilePath(bytes: unescaped(fields[3])),
            point: FilePath(bytes: unescaped(fields[4])),
            type: String(decoding: unescaped(fields[dash + 1]), as: UTF8.self),
            source: FilePath(bytes: unescaped(fields[dash + 2])))
    }
}

/// Undoes the kernel's `\040` for blank, tab, newline and backslash.
private func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = field
    while let byte = rest.popFirst() {
        let digits = rest.prefix(3)
        let isEscape =
            byte == UInt8(ascii: "\\") && digits.count == 3
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
        guard isEscape else {
            result.append(byte)
            continue
        }
        result.append(digits.reduce(0) { $0 << 3 | ($1 &- UInt8(ascii: "0")) })
        rest = rest.dropFirst(3)
    }
    return result
}

extension FilePath {
    /// True when a path of these bytes is this folder or lies in it.
    fileprivate func contains(bytes other: [UInt8]) -> Bool {
        let own = bytes
        guard own != [UInt8(ascii: "/")] else { return other.first == UInt8(ascii: "/") }
        return other.starts(with: own)
            && (other.count == own.count || other[own.count] == UInt8(ascii: "/"))
    }
}
