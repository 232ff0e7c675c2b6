import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import LocalDisk

/// Real file systems, made in image files, and blkid's word for what they are: no privilege is needed to read
/// their first bytes.
@Suite struct DriveSerialTests {
    struct Format: Sendable, CustomTestStringConvertible {
        var program: String
        var arguments: [String]
        /// Sparse, so that the size costs nothing.
        var megabytes = 64
        var testDescription: String { program + " " + arguments.joined(separator: " ") }
    }

    @Test(arguments: [
        Format(program: "mkfs.vfat", arguments: ["-F", "12", "-i", "1234abcd"], megabytes: 4),
        Format(program: "mkfs.vfat", arguments: ["-F", "16", "-i", "00ff00ff"]),
        Format(program: "mkfs.vfat", arguments: ["-F", "32", "-i", "cafe0001"]),
        Format(program: "mkfs.exfat", arguments: []),
        Format(program: "mkfs.ntfs", arguments: ["-q", "-F"], megabytes: 16),
        Format(program: "mkfs.ext4", arguments: ["-q", "-F"]),
        Format(program: "mkfs.xfs", arguments: ["-q"], megabytes: 320),
        Format(program: "mkfs.btrfs", arguments: ["-q"], megabytes: 128),
    ]) func `a drive is known by what its format wrote into it`(_ format: Format) throws {
        let folder = try TemporaryFolder("serial")
        let image = folder.appending("image").string
        guard let make = program(format.program), let blkid = program("blkid") else {
            print("skipped: \(format.program) or blkid is not installed")
            return
        }
        try run("/usr/bin/truncate", ["-s", "\(format.megabytes)M", image])
        let made = try run(make, format.arguments + [image])
        try #require(made.status == 0, "\(made.errorText)")
        let told = try run(blkid, ["-p", "-o", "value", "-s", "UUID", image]).text
            .trimmingCharacters(in: .whitespacesAndNewlines)
        try #require(!told.isEmpty)
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: image))
        let head = [UInt8](try file.read(upToCount: DriveSerial.length) ?? Data())
        #expect(DriveSerial.of(head) == told)
    }

    @Test func `bytes of no known format have no serial`() {
        #expect(DriveSerial.of([]) == nil)
        #expect(DriveSerial.of([UInt8](repeating: 0, count: 700)) == nil)
        #expect(DriveSerial.of([UInt8](repeating: 0xFF, count: DriveSerial.length)) == nil)
    }

    private func program(_ name: String) -> String? {
        ["/usr/sbin/", "/sbin/", "/usr/bin/"].map { $0 + name }
            .first(where: FileManager.default.isExecutableFile)
    }
}
