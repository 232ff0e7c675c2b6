import Foundation
import TestSupport
import Testing

/// Names and kinds of entries that only few programs think of, while the daemon watches.
@Suite(.onThreads) struct OddEntriesTests {
    @Test func `Every name keeps its bytes, and twins in Unicode stay two`() throws {
        let live = try Live("names") { world in
            try Disk.write(Sounds.wav(0), to: world.source() / "first.wav")
        }
        let root = try live.world.source()
        let wav = Array(".wav".utf8)
        let odd: [[UInt8]] = [
            [0x63, 0x61, 0x66, 0xE9] + wav, [0xFF, 0xFE, 0x01] + wav, Array("new\nline.wav".utf8),
            Array("escape \u{1B}[31m.wav".utf8),
            Array(String(repeating: "x", count: 251).utf8) + wav,
            Array("caf\u{E9}.wav".utf8), Array("cafe\u{301}.wav".utf8), Array("\u{212B}.wav".utf8),
            Array("\u{C5}.wav".utf8), Array("\u{7F}\t\r.wav".utf8),
        ]
        try live.step("made") {
            for (number, name) in odd.enumerated() {
                try Disk.write(Sounds.wav(1 + number), to: root / name)
                try Disk.write(Sounds.wav(101 + number), to: root / name.dropLast(4) / name)
            }
        }
        let found = Set(try live.world.views().present.map(\.name))
        #expect(found == Set(odd + [Array("first.wav".utf8)]))
        let ids = try odd.map { try live.id(root / $0) }
        try live.step("each takes the name of the next") {
            try Disk.move(root / odd[0], to: root / "spare.wav")
            for (name, next) in zip(odd, odd.dropFirst()) {
                try Disk.move(root / next, to: root / name)
            }
            try Disk.move(root / "spare.wav", to: root / odd[odd.count - 1])
        }
        let after = try odd.map { try live.id(root / $0) }
        #expect(after == Array(ids.dropFirst()) + ids.prefix(1))
    }

    @Test func `Pipes, sockets and devices with a sound's name are passed over`() throws {
        let live = try Live("kinds") { world in
            try Disk.makeFIFO(world.source() / "pipe at start.wav")
            try Disk.write(Sounds.wav(0), to: world.source() / "first.wav")
            try Disk.write(Sounds.wav(1), to: world.source() / "replaced.wav")
        }
        let root = try live.world.source()
        let socket = try ListeningSocket(at: root / "socket.wav")
        try live.step("made") { try Disk.makeFIFO(root / "pipe.wav") }
        let zero: UInt = 1 << 8 | 5  // /dev/zero: a reader of it would never end.
        if (root / "device.wav").withCString({ mknod($0, S_IFCHR | 0o644, zero) }) == 0 {
            try live.step("a device") {}
            try live.step("a device in place of a sound") {
                try Disk.move(root / "device.wav", to: root / "first.wav")
            }
        } else {
            print("skipped: devices cannot be made here: errno \(errno)")
        }
        try live.step("a pipe in place of a sound") {
            try Disk.move(root / "pipe.wav", to: root / "replaced.wav")
        }
        #expect(try !live.world.has(root / "replaced.wav"))
        try live.step("a sound in place of a pipe") {
            try Disk.write(Sounds.wav(2), to: root / "new.wav")
            try Disk.move(root / "new.wav", to: root / "replaced.wav")
        }
        #expect(try live.world.has(root / "replaced.wav"))
        #expect(try live.world.problems() == [:])
        withExtendedLifetime(socket) {}
    }

    @Test func `A path longer than any system call takes is found, followed and forgotten`() throws
    {
        let world = try World("deep")
        let root = try world.source()
        try Disk.write(Sounds.wav(0), to: root / "first.wav")
        let before = try DeepFolder(below: root, "before", levels: 20)
        try before.write(Sounds.wav(1), to: "deepest.wav")
        let daemon = try RunningDaemon(world)
        try daemon.sync()
        #expect(before.path.bytes.count > 4_096)
        #expect(try world.has(before.path / "deepest.wav"))

        let live = try DeepFolder(below: root, "live", levels: 20)
        try live.write(Sounds.wav(2), to: "made.wav")
        try before.write(Sounds.wav(3), to: "later.wav")
        try daemon.sync()
        let row = try world.views().row(of: live.path / "made.wav")
        #expect(try row?.size == Sounds.wav(2).count && row?.duration != nil)
        #expect(try world.has(before.path / "later.wav"))
        let hits = try JSON.items(world.succeed("search", "later", "--json").output)
        #expect(hits.compactMap(\.path) == [before.path / "later.wav"])
        #expect(try world.problems() == [:])

        try before.delete("deepest.wav")
        try Disk.move(root / "live", to: root / "moved")
        try daemon.sync()
        #expect(try !world.has(before.path / "deepest.wav"))
        let moved = DiskPath(
            (root / "moved").bytes + live.path.bytes.dropFirst((root / "live").bytes.count))
        #expect(try world.views().row(of: moved / "made.wav")?.id == row?.id)
        #expect(try world.views().present.count == 3)
    }
}

/// A folder so far down that its path fits into no system call: reached step by step.
private final class DeepFolder {
    let path: DiskPath
    private let descriptor: Int32

    init(below root: DiskPath, _ name: String, levels: Int) throws {
        var current = root.withCString { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        var path = root
        for level in 0..<levels {
            guard current >= 0 else { throw TestFailure("level \(level): errno \(errno)") }
            let step = level == 0 ? name : String(repeating: "\(level % 10)", count: 250)
            let parent = current
            defer { close(parent) }
            guard mkdirat(parent, step, 0o755) == 0 else {
                throw TestFailure("mkdirat: errno \(errno)")
            }
            current = openat(parent, step, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            path = path / step
        }
        guard current >= 0 else { throw TestFailure("the deepest: errno \(errno)") }
        self.path = path
        descriptor = current
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8], to name: String) throws {
        let file = openat(descriptor, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw TestFailure("openat \(name): errno \(errno)") }
        defer { close(file) }
        guard Glibc.write(file, bytes, bytes.count) == bytes.count else {
            throw TestFailure("write \(name): errno \(errno)")
        }
    }

    func delete(_ name: String) throws {
        guard unlinkat(descriptor, name, 0) == 0 else {
            throw TestFailure("unlinkat \(name): errno \(errno)")
        }
    }
}

/// A Unix socket with a name, for as long as it is held.
private final class ListeningSocket {
    private let descriptor: Int32

    init(at path: DiskPath) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let room = MemoryLayout.size(ofValue: address.sun_path) - 1
        guard path.bytes.count <= room else { throw TestFailure("\(path) is too long: TMPDIR") }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.bytes) }
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else { throw TestFailure("bind \(path): errno \(errno)") }
    }

    deinit { close(descriptor) }
}
