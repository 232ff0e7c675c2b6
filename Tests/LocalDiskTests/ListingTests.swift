import AudiowatchCore
import Foundation
import LocalDisk
import SystemPackage
import TestSupport
import Testing

@Suite struct ListingTests {
    let tree: TemporaryFolder

    init() throws {
        tree = try TemporaryFolder("listing")
    }

    @Test func `names are the exact bytes, whatever they are`() throws {
        let names: [FileName] = [
            FileName(bytes: [0xff, 0xfe, UInt8(ascii: "a")]), "line\nbreak.wav", "\u{1b}[31m.wav",
            FileName(String(repeating: "x", count: 255)), "e\u{301}.wav", "\u{e9}.wav", "-x.wav",
            " ", "..wav", "...",
        ]
        for name in names {
            let path = tree.path.child(name)
            let made = path.withPlatformString { open($0, O_CREAT | O_WRONLY, 0o600) }
            #expect(made >= 0)
            close(made)
        }
        let folder = try OpenDirectory.open(tree.path)
        let listing = folder.list()
        #expect(!listing.isPartial)
        #expect(Set(listing.names.map(\.name)) == Set(names))
        #expect(listing.names.allSatisfy { $0.type == .file && $0.status == nil })
        for name in names { #expect(try folder.status(of: name) != nil) }
    }

    @Test func `types are told, and only what was asked for is looked at`() throws {
        try tree.file("kick.wav", [1, 2, 3])
        try tree.file("notes.txt", [1])
        try tree.folder("drums")
        mkfifo(tree.appending("pipe.wav").string, 0o600)
        symlink("kick.wav", tree.appending("link.wav").string)
        let listing = try OpenDirectory.open(tree.path).list { name, type in
            type == .directory || type == .file && name.extensionBytes == Array("wav".utf8)
        }
        let found = Dictionary(uniqueKeysWithValues: listing.names.map { ($0.name, $0) })
        #expect(found["kick.wav"]?.status?.stamp.size == 3)
        #expect(found["drums"]?.status?.kind == .directory)
        #expect(found["notes.txt"]?.type == .file)
        #expect(found["notes.txt"]?.status == nil)
        #expect(found["pipe.wav"]?.type == .other)
        #expect(found["link.wav"]?.type == .symlink)
        #expect(found.count == 5)
    }

    @Test func `a listing longer than its buffer is whole, and can be read again`() throws {
        for index in 0..<3000 {
            let path = tree.appending("a file with a longer name \(index).wav").string
            close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600))
        }
        let folder = try OpenDirectory.open(tree.path)
        let first = folder.list { _, _ in true }
        #expect(first.names.count == 3000)
        #expect(Set(first.names.map(\.name)).count == 3000)
        #expect(first.names.allSatisfy { $0.status?.stamp.size == 0 })
        try tree.file("one more.wav", [])
        #expect(folder.list().names.count == 3001)
    }

    @Test func `a directory that is gone gives no whole listing`() throws {
        try tree.folder("drums")
        let folder = try OpenDirectory.open(tree.path).child("drums")
        rmdir(tree.appending("drums").string)
        let listing = folder.list()
        #expect(listing.isPartial)
        #expect(listing.failure?.operation == .list)
        #expect(listing.names.isEmpty)
    }

    @Test func `a directory that is listed for the first time keeps its access time`() throws {
        let path = try tree.folder("drums")
        try tree.file("drums/kick.wav", [1])
        func accessed() throws -> String {
            try run("/usr/bin/stat", ["-c", "%x", path.string]).text
        }
        try run("/usr/bin/touch", ["-a", "-d", "2001-01-01", path.string])
        let before = try accessed()
        #expect(try OpenDirectory.open(path).list().names.count == 1)
        #expect(try accessed() == before)
    }
}
