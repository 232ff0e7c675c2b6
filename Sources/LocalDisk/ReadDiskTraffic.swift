public import AudiowatchCore
import Glibc
import SystemPackage

/// What one disk has moved for all, and what this process has had moved. Nil where the kernel keeps no
/// account: tmpfs, network and FUSE file systems, btrfs.
///
/// `device` is st_dev; a partition has an account of its own. Source: Documentation/admin-guide/iostats.rst
/// (sectors of 512 bytes, milliseconds), proc_pid_io(5). Our database's writes count as ours, as far as they
/// are on a disk, and what was in memory is not among what was read.
public func readDiskTraffic(of device: UInt64) -> DiskTraffic? {
    guard let table = try? wholeFile("/proc/diskstats"), let own = try? wholeFile("/proc/self/io")
    else { return nil }
    let (major, minor) = (deviceMajor(device), deviceMinor(device))
    for line in table.split(separator: UInt8(ascii: "\n")) {
        let fields = line.split(separator: UInt8(ascii: " "))
        guard fields.count > 9, number(fields[0]) == major, number(fields[1]) == minor,
            let read = number(fields[5]), let waited = number(fields[6]),
            let written = number(fields[9])
        else { continue }
        let (sectors, _) = read.addingReportingOverflow(written)
        return DiskTraffic(
            all: sectors.multipliedReportingOverflow(by: 512).partialValue,
            own: bytes(own, "read_bytes:", "write_bytes:"), ownRead: bytes(own, "read_bytes:"),
            waited: .milliseconds(waited), at: .now)
    }
    return nil
}

private func bytes(_ account: [UInt8], _ kinds: String...) -> Int64 {
    account.split(separator: UInt8(ascii: "\n")).reduce(0) { sum, line in
        let fields = line.split(separator: UInt8(ascii: " "))
        guard fields.count == 2, let bytes = number(fields[1]),
            kinds.contains(where: { fields[0].elementsEqual($0.utf8) })
        else { return sum }
        return sum.addingReportingOverflow(bytes).partialValue
    }
}

private func number(_ digits: some Sequence<UInt8>) -> Int64? {
    Int64(String(decoding: Array(digits), as: UTF8.self))
}

/// Source: gnu_dev_major and gnu_dev_minor of glibc's sys/sysmacros.h.
private func deviceMajor(_ device: UInt64) -> Int64 {
    Int64((device >> 8) & 0xFFF | (device >> 32) & 0xFFFF_F000)
}

private func deviceMinor(_ device: UInt64) -> Int64 {
    Int64(device & 0xFF | (device >> 12) & 0xFFFF_FF00)
}
