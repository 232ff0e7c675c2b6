public import AudiowatchCore
import SystemPackage

extension DiskUse {
    /// What the disk with this device number has done; nil for file systems without a disk of their own (tmpfs,
    /// network, btrfs). Wakes no disk: reads the kernel's figures.
    /// Source: Documentation/block/stat.rst, Documentation/ABI/stable/sysfs-block.
    public static func read(device: UInt64) -> DiskUse? {
        // The kernel's own packing of major and minor numbers, as in gnu_dev_major(3).
        let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
        let minor = device & 0xFF | (device >> 12) & ~0xFF
        let folder = "/sys/dev/block/\(major):\(minor)"
        guard let stat = text("\(folder)/stat") else { return nil }
        let numbers = stat.split(whereSeparator: \.isWhitespace).compactMap { UInt64($0) }
        // Of a partition, the disk that it is part of knows.
        let rotational = text("\(folder)/queue/rotational") ?? text("\(folder)/../queue/rotational")
        guard numbers.count > 4, let rotational else { return nil }
        return DiskUse(
            isRotational: rotational.hasPrefix("1"), operations: numbers[0] &+ numbers[4])
    }

    private static func text(_ path: String) -> String? {
        (try? wholeFile(FilePath(path))).map { String(decoding: $0, as: UTF8.self) }
    }
}
