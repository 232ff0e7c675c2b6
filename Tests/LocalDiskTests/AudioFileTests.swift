import AudiowatchCore
import Foundation
import LocalDisk
import SystemPackage
import TestSupport
import Testing

@Suite struct AudioFileTests {
    let tree: TemporaryFolder
    let folder: OpenDirectory

    init() throws {
        tree = try TemporaryFolder("file")
        folder = try OpenDirectory.open(tree.path)
    }

    @Test func `a missing name is no error`() throws {
        #expect(try AudioFile.open(in: folder, name: "kick.wav") == nil)
    }

    @Test(.timeLimit(.minutes(1)))
    func `pipes, sockets, directories and links named wav are not opened, nor waited for`() throws {
        try tree.file("kick.wav", [1])
        mkfifo(tree.appending("pipe.wav").string, 0o600)
        try tree.folder("folder.wav")
        symlink("kick.wav", tree.appending("link.wav").string)
        try listen(at: tree.appending("socket.wav"))
        for name: FileName in ["pipe.wav", "folder.wav", "link.wav", "socket.wav"] {
            #expect(throws: AudioFileError.notRegular, "\(name)") {
                try AudioFile.open(in: folder, name: name)
            }
        }
    }

    @Test func `both ends are read, the tail only of files longer than a chunk`() throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16, alignment: 1)
        defer { buffer.deallocate() }
        for size in [0, 1, 7, 8, 9, 12, 16, 17, 1000] {
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
            try tree.file("kick.wav", bytes)
            let file = try #require(try AudioFile.open(in: folder, name: "kick.wav"))
            let (head, tail) = try file.readEnds(chunk: 8, into: buffer)
            #expect(Array(buffer[0..<head]) == Array(bytes.prefix(8)))
            #expect(Array(buffer[8..<(8 + tail)]) == (size > 8 ? Array(bytes.suffix(8)) : []))
        }
    }

    @Test func `a file cut after it was opened gives what is left`() throws {
        let path = try tree.file("kick.wav", Array(repeating: 1, count: 1000))
        let file = try #require(try AudioFile.open(in: folder, name: "kick.wav"))
        truncate(path.string, 5)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 200, alignment: 1)
        defer { buffer.deallocate() }
        #expect(try file.readEnds(chunk: 100, into: buffer) == (5, 0))
        #expect(try file.stamp().size == 5)
        #expect(file.opened.stamp.size == 1000)
    }

    @Test func `a buffer too small for both ends is refused`() throws {
        try tree.file("kick.wav", [1])
        let file = try #require(try AudioFile.open(in: folder, name: "kick.wav"))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 15, alignment: 1)
        defer { buffer.deallocate() }
        #expect(throws: DiskError.self) { try file.readEnds(chunk: 8, into: buffer) }
        #expect(throws: DiskError.self) { try file.readEnds(chunk: .max, into: buffer) }
    }

    @Test func `a deleted file can be read on, and says that it is deleted`() throws {
        let path = try tree.file("kick.wav", [1, 2])
        let file = try #require(try AudioFile.open(in: folder, name: "kick.wav"))
        #expect(try file.status().links == 1)
        unlink(path.string)
        #expect(try file.status().links == 0)
    }

    @Test func `reading changes neither access nor modification time`() throws {
        let path = try tree.file("kick.wav", Array(repeating: 1, count: 300_000))
        func times() throws -> String {
            try run("/usr/bin/stat", ["-c", "%x %y %z", path.string]).text
        }
        try run("/usr/bin/touch", ["-a", "-d", "2001-01-01", path.string])
        let before = try times()
        let file = try #require(try AudioFile.open(in: folder, name: "kick.wav"))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 131_072, alignment: 1)
        defer { buffer.deallocate() }
        _ = try file.readEnds(chunk: 65_536, into: buffer)
        _ = try digest(of: file) { true }
        #expect(try times() == before)
        // The test can fail: an ordinary reader does change it, unless the mount forbids that.
        try run("/bin/cat", [path.string])
        if try times() == before { print("no proof: this file system is mounted with noatime") }
    }

    private func listen(at path: FilePath) throws {
        let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.bytes) }
        let bound = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0)
    }
}
