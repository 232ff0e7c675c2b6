import Foundation
import TestSupport
import Testing

/// Writers that the kernel tells nobody of: a scan finds what they did.
@Suite(.onThreads) struct SilentWriterTests {
    @Test func `A mapping, a link from outside and a time put back are found by a scan`() throws {
        let world = try World("silent")
        let root = try world.source()
        let outside = DiskPath(try world.folder.folder("outside"))
        for (number, name) in ["mapped", "linked", "restored", "still"].enumerated() {
            try Disk.write(Sounds.wav(number), to: root / "\(name).wav")
            try Disk.hardLink(root / "\(name).wav", to: outside / "\(name).wav")
        }
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        try world.expectEqualToDisk("first scan")
        let opened = try daemon.workDone().opened

        let frames = try Sounds.frames(of: Sounds.wav(0))
        let mapping = try Mapping(of: outside / "mapped.wav")
        try mapping.write(0x77, at: frames + 1)
        try Disk.overwrite([0x77, 0x77], at: frames, of: outside / "linked.wav")
        guard let time = try status(of: outside / "restored.wav") else {
            throw TestFailure("restored.wav is away")
        }
        try Disk.overwrite([0x77, 0x77], at: frames, of: outside / "restored.wav")
        try Disk.setModified(outside / "restored.wav", time)

        try daemon.sync()
        let unseen = Oracle.differences(between: try walk(world.sources), and: try world.views())
        try #require(!unseen.isEmpty, "the kernel told of it after all: nothing is tested here")
        try world.succeed("scan", "--wait")
        try world.expectEqualToDisk("after a scan, one of them still mapped")
        #expect(try daemon.workDone().opened - opened == 3, "what was left alone is not read")
        withExtendedLifetime(mapping) {}
    }
}

/// A shared mapping of a file, kept until it is let go of.
private final class Mapping {
    private let start: UnsafeMutableRawPointer
    private let size: Int

    init(of path: DiskPath) throws {
        let descriptor = path.withCString { open($0, O_RDWR | O_CLOEXEC) }
        guard descriptor >= 0 else { throw TestFailure("open \(path): errno \(errno)") }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { throw TestFailure("fstat: errno \(errno)") }
        size = Int(info.st_size)
        guard let start = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
            start != MAP_FAILED
        else { throw TestFailure("mmap \(path): errno \(errno)") }
        self.start = start
    }

    deinit { munmap(start, size) }

    /// One byte, written back to the file.
    func write(_ byte: UInt8, at offset: Int) throws {
        guard offset < size else { throw TestFailure("\(offset) is outside of the file") }
        start.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
        guard msync(start, size, MS_SYNC) == 0 else { throw TestFailure("msync: errno \(errno)") }
    }
}
