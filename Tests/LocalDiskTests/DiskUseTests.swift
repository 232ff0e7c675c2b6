import AudiowatchCore
import Glibc
import LocalDisk
import SystemPackage
import TestSupport
import Testing

@Suite struct DiskUseTests {
    @Test func `a rotating disk that did nothing is left asleep, every other one is walked`() {
        let (rests, works) = (
            DiskUse(isRotational: true, operations: 7), DiskUse(isRotational: true, operations: 8)
        )
        let solid = DiskUse(isRotational: false, operations: 7)
        // Since the last walk, now, whether it is walked.
        let cases: [(DiskUse?, DiskUse?, Bool)] = [
            (rests, rests, false), (rests, works, true), (works, rests, true), (solid, solid, true),
            (nil, rests, true), (rests, nil, true), (nil, nil, true),
        ]
        for (last, now, isWorthwhile) in cases {
            #expect(DiskUse.isWalkWorthwhile(since: last, now: now) == isWorthwhile)
        }
    }

    @Test func `what a disk does is counted`() throws {
        let folder = try TemporaryFolder("disk")
        let device = try OpenDirectory.open(folder.path).status().device
        guard let before = DiskUse.read(device: device) else {
            print("skipped: \(folder.path) is on no disk of its own")
            return
        }
        let file = try folder.file("written", [UInt8](repeating: 1, count: 4_096))
        let descriptor = open(file.string, O_RDONLY | O_CLOEXEC)
        #expect(fsync(descriptor) == 0)
        close(descriptor)
        let after = try #require(DiskUse.read(device: device))
        #expect(after.operations > before.operations)
        #expect(after.isRotational == before.isRotational)
    }

    @Test func `what has no disk says nothing`() throws {
        let device = try OpenDirectory.open("/proc").status().device
        #expect(DiskUse.read(device: device) == nil)
    }
}
