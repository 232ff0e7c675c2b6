import AudiowatchCore
import Foundation
import LocalDisk
import SystemPackage
import TestSupport
import Testing

@Suite struct OpenDirectoryTests {
    let tree: TemporaryFolder

    init() throws {
        tree = try TemporaryFolder("directory")
    }

    @Test func `a status tells files, directories, links and the rest apart`() throws {
        try tree.file("kick.wav", [1, 2, 3])
        try tree.folder("drums")
        symlink("kick.wav", tree.appending("link.wav").string)
        mkfifo(tree.appending("pipe.wav").string, 0o600)
        let folder = try OpenDirectory.open(tree.path)
        #expect(try folder.status(of: "kick.wav")?.kind == .file)
        #expect(try folder.status(of: "drums")?.kind == .directory)
        #expect(try folder.status(of: "link.wav")?.kind == .symlink)
        #expect(try folder.status(of: "pipe.wav")?.kind == .other)
        #expect(try folder.status(of: "snare.wav") == nil)
    }

    @Test func `a stamp agrees with what stat says`() throws {
        let path = try tree.file("kick.wav", Array(repeating: 7, count: 5000))
        try run("/usr/bin/touch", ["-d", "1969-12-31T23:59:58.25Z", path.string])
        let status = try #require(try OpenDirectory.open(tree.path).status(of: "kick.wav"))
        let told = try run("/usr/bin/stat", ["-c", "%s %i %h %b %d", path.string]).text
        let own = [
            String(status.stamp.size), String(status.stamp.inode), String(status.links),
            String(status.blocks), String(status.device),
        ]
        #expect(told == own.joined(separator: " ") + "\n")
        #expect(status.stamp.modified == -1_750_000_000)
        #expect(status.stamp.changed > status.stamp.modified)
    }

    @Test func `a directory stays the same one while it is renamed`() throws {
        try tree.file("old/kick.wav", [1])
        let folder = try OpenDirectory.open(tree.path).child("old")
        let before = try folder.status().identity
        rename(tree.appending("old").string, tree.appending("new").string)
        #expect(try folder.status(of: "kick.wav")?.kind == .file)
        #expect(try folder.status().identity == before)
    }

    @Test func `a symbolic link is not entered, the source's own path may be one`() throws {
        try tree.folder("drums/loops")
        symlink("drums", tree.appending("link").string)
        let folder = try OpenDirectory.open(tree.path)
        #expect(throws: DiskError.self) { try folder.child("link") }
        let error = #expect(throws: DiskError.self) { try folder.descend(["link", "loops"]) }
        #expect(error?.isNotDirectory == true)
        #expect(throws: Never.self) { try OpenDirectory.open(tree.appending("link")) }
    }

    @Test(arguments: ["..", ".", "", "a/b", "/etc"])
    func `a name that leads elsewhere is refused`(name: String) throws {
        try tree.folder("a/b")
        let folder = try OpenDirectory.open(tree.path)
        let name = FileName(name)
        #expect(throws: DiskError.self) { try folder.child(name) }
        #expect(throws: DiskError.self) { try folder.descend(["a", name]) }
        #expect(throws: DiskError.self) { try folder.status(of: name) }
        #expect(throws: AudioFileError.self) { try AudioFile.open(in: folder, name: name) }
    }

    @Test func `a missing folder says so, with its path`() throws {
        let path = tree.appending("nowhere")
        let error = #expect(throws: DiskError.self) { try OpenDirectory.open(path) }
        #expect(error?.isMissing == true)
        #expect(error?.description.contains(path.string) == true)
        #expect(error?.description.contains("No such file") == true)
    }

    @Test func `a path longer than the kernel takes at once is reached step by step`() throws {
        let name = FileName(String(repeating: "d", count: 250))
        var folder = try OpenDirectory.open(tree.path)
        for _ in 0..<20 {
            // mkdirat, for no path this long can be named.
            let made = name.bytes.map { CChar(bitPattern: $0) } + [0]
            #expect(mkdirat(folder.descriptor, made, 0o700) == 0)
            folder = try folder.child(name)
        }
        let reached = try OpenDirectory.open(tree.path).descend(
            Array(repeating: name, count: 20))
        #expect(try reached.status().identity == folder.status().identity)
        #expect(try OpenDirectory.open(tree.path).descend([]).list().names.map(\.name) == [name])
    }

    @Test func `descriptors are closed with their directories`() throws {
        try tree.folder("a/b/c")
        let before = try descriptorsInside()
        for _ in 0..<50 {
            let folder = try OpenDirectory.open(tree.path).descend(["a", "b", "c"])
            #expect(try descriptorsInside() == before + 1)
            withExtendedLifetime(folder) {}
        }
        #expect(try descriptorsInside() == before)
    }

    /// This process's descriptors of this test's own folder: other tests run beside it.
    private func descriptorsInside() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
            let target = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/fd/\($0)")
            return target?.hasPrefix(tree.path.string) ?? false
        }
    }
}
