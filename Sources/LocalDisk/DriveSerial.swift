/// The id that a file system wrote into its own first bytes, as blkid(8) and udev write it.
///
/// For machines without udev, and drives that it does not know. Sources: the on-disk formats in Linux's fs/
/// (fat: `struct fat_boot_sector`; exfat: `struct boot_sector`; ntfs3: `struct NTFS_BOOT`;
/// ext4, xfs, btrfs, f2fs: their super blocks).
enum DriveSerial {
    /// Bytes to read from the start of a device: btrfs keeps its super block at 64 KiB.
    static let length = 0x1_0060

    /// The id in the first ``length`` bytes of a device, fewer if it is smaller; nil for an unknown format.
    static func of(_ head: [UInt8]) -> String? {
        if has("EXFAT   ", at: 3, head) { return fatSerial(at: 0x64, head) }
        if has("NTFS    ", at: 3, head) {
            return bytes(0x48, 8, head).map { hex($0.reversed()).uppercased() }
        }
        if bytes(0x438, 2, head) == [0x53, 0xEF] { return uuid(at: 0x468, head) }
        if has("XFSB", at: 0, head) { return uuid(at: 0x20, head) }
        if has("_BHRfS_M", at: 0x1_0040, head) { return uuid(at: 0x1_0020, head) }
        if bytes(0x400, 4, head) == [0x10, 0x20, 0xF5, 0xF2] { return uuid(at: 0x46C, head) }
        guard bytes(0x1FE, 2, head) == [0x55, 0xAA] else { return nil }
        if has("FAT32   ", at: 0x52, head) { return fatSerial(at: 0x43, head) }
        if has("FAT1", at: 0x36, head) { return fatSerial(at: 0x27, head) }
        return nil
    }

    /// `ABCD-1234`; nil for a drive that was given none.
    private static func fatSerial(at offset: Int, _ head: [UInt8]) -> String? {
        guard let raw = bytes(offset, 4, head), raw.contains(where: { $0 != 0 }) else { return nil }
        let digits = hex(raw.reversed()).uppercased()
        return "\(digits.prefix(4))-\(digits.dropFirst(4))"
    }

    private static func uuid(at offset: Int, _ head: [UInt8]) -> String? {
        guard let raw = bytes(offset, 16, head), raw.contains(where: { $0 != 0 }) else {
            return nil
        }
        let parts = [raw[0..<4], raw[4..<6], raw[6..<8], raw[8..<10], raw[10..<16]]
        return parts.map { hex($0) }.joined(separator: "-")
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func has(_ word: String, at offset: Int, _ head: [UInt8]) -> Bool {
        bytes(offset, word.utf8.count, head) == Array(word.utf8)
    }

    private static func bytes(_ offset: Int, _ count: Int, _ head: [UInt8]) -> [UInt8]? {
        guard offset + count <= head.count else { return nil }
        return Array(head[offset..<offset + count])
    }
}
