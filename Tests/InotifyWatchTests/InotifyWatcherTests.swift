import AudiowatchCore
import Foundation
import Glibc
import InotifyWatch
import SystemPackage
import TestSupport
import Testing

/// Real kernel events. Serialized: a process has one watcher.
@Suite(.serialized, .timeLimit(.minutes(2))) struct InotifyWatcherTests {
    @Test func `making, writing, touching and deleting a file is told in order`() throws {
        let watched = try WatchedTree()
        try watched.watch("drums", as: 1)
        let path = watched.path("drums/kick.wav").string
        let descriptor = open(path, O_CREAT | O_WRONLY, 0o600)
        #expect(write(descriptor, "x", 1) == 1)
        close(descriptor)
        chmod(path, 0o644)
        unlink(path)
        let news = try watched.news(1)
        #expect(
            news == [
                News(name: "kick.wav", kind: .created), News(name: "kick.wav", kind: .written),
                News(name: "kick.wav", kind: .attributes),
                News(name: "kick.wav", kind: .deleted),
            ])
    }

    @Test func `reading tells nothing`() throws {
        let watched = try WatchedTree()
        try watched.tree.file("drums/kick.wav", [1, 2, 3])
        try watched.watch("drums", as: 1)
        _ = try Data(contentsOf: URL(fileURLWithPath: watched.path("drums/kick.wav").string))
        _ = try FileManager.default.contentsOfDirectory(atPath: watched.path("drums").string)
        #expect(try watched.settled().isEmpty)
    }

    @Test func `the two halves of a rename share a cookie`() throws {
        let watched = try WatchedTree()
        try watched.tree.file("drums/a.wav", [1])
        try watched.watch("drums", as: 1)
        try watched.watch("loops", as: 2)
        rename(watched.path("drums/a.wav").string, watched.path("loops/b.wav").string)
        let left = try watched.news(1)
        let came = try watched.news(2)
        #expect(left.map(\.kind) == [.movedFrom])
        #expect(left.map(\.name) == ["a.wav"])
        #expect(came.map(\.kind) == [.movedTo])
        #expect(came.map(\.name) == ["b.wav"])
        #expect(left.first?.cookie == came.first?.cookie)
        #expect(left.first?.cookie != 0)
    }

    @Test func `an exchange is two renames with two cookies`() throws {
        let watched = try WatchedTree()
        try watched.tree.file("drums/a.wav", [1])
        try watched.tree.file("drums/b.wav", [2])
        try watched.watch("drums", as: 1)
        let exchanged = try run(
            "/usr/bin/env",
            [
                "python3", "-c",
                "import ctypes,sys; a,b=(x.encode() for x in sys.argv[1:]);"
                    + "sys.exit(ctypes.CDLL(None).renameat2(-100,a,-100,b,2))",
                watched.path("drums/a.wav").string, watched.path("drums/b.wav").string,
            ])
        try #require(exchanged.status == 0)
        let news = try watched.news(1)
        #expect(news.map(\.kind) == [.movedFrom, .movedTo, .movedFrom, .movedTo])
        #expect(news.map(\.name) == ["a.wav", "b.wav", "b.wav", "a.wav"])
        #expect(Set(news.map(\.cookie)).count == 2)
    }

    @Test func `a renamed directory keeps its watch and its number, and so do those below`() throws
    {
        let watched = try WatchedTree()
        try watched.watch("", as: 1)
        try watched.watch("drums", as: 2)
        try watched.watch("drums/deep", as: 3)
        rename(watched.path("drums").string, watched.path("percussion").string)
        watched.touch("percussion/kick.wav")
        watched.touch("percussion/deep/snare.wav")
        #expect(try watched.news(2).contains(News(name: "kick.wav", kind: .created)))
        #expect(try watched.news(3).first == News(name: "snare.wav", kind: .created))
        let above = try watched.news(1).filter { $0.cookie != 0 }
        #expect(above.map(\.name) == ["drums", "percussion"])
        #expect(above.count(where: \.isDirectory) == 2)
        let selves = try watched.settled().filter {
            if case .directoryItself(_, let id, .movedSelf) = $0 { id.rawValue == 2 } else { false }
        }
        #expect(selves.count == 1)
        #expect(watched.watcher.watched(watched.source) == 3)
    }

    @Test func `a removed directory is told, and forgotten`() throws {
        let watched = try WatchedTree()
        try watched.watch("drums", as: 2)
        rmdir(watched.path("drums").string)
        let kinds = try watched.settled().compactMap { change -> DirectoryChange? in
            guard case .directoryItself(_, _, let kind) = change else { return nil }
            return kind
        }
        #expect(kinds.filter { $0 != .attributes } == [.deletedSelf, .ignored])
        #expect(watched.watcher.watched(watched.source) == 0)
        // Made again it is another inode, and may have the same number.
        #expect(try watched.watch("drums", as: 2) == .watched)
        watched.touch("drums/kick.wav")
        #expect(try watched.news(2).map(\.name).contains("kick.wav"))
    }

    @Test func `names are the exact bytes`() throws {
        let watched = try WatchedTree()
        let folder = try watched.tree.folder("drums")
        try watched.watch("drums", as: 1)
        let names: [FileName] = [
            FileName(bytes: [0xff, 0x80, 0x0a]), "line\nbreak.wav", "x", "abcdefghijklmno",
            "abcdefghijklmnop", FileName(bytes: Array(repeating: 0xe9, count: 255)),
        ]
        for name in names {
            mkdir(folder.child(name).withPlatformString { strdup($0) }, 0o700)
        }
        let news = try watched.news(1)
        #expect(news == names.map { News(name: $0, kind: .created, isDirectory: true) })
    }

    @Test func `a full queue is told, and watching goes on`() throws {
        let watched = try WatchedTree()
        let limit = try #require(watched.watcher.limits.queuedEvents)
        guard limit <= 100_000 else {
            print("skipped: fs.inotify.max_queued_events is \(limit)")
            return
        }
        let folder = try watched.watch("drums", as: 1)
        #expect(folder == .watched)
        // While delivery stands still, the watcher's thread does not read.
        watched.delivered.gate.lock()
        let made = try run(
            "/usr/bin/env",
            [
                "python3", "-c",
                "import os,sys\nfor i in range(int(sys.argv[2])):\n"
                    + " os.close(os.open(sys.argv[1]+'/%d.wav'%i, os.O_CREAT|os.O_WRONLY))",
                watched.path("drums").string, String(limit + 10_000),
            ])
        watched.delivered.gate.unlock()
        try #require(made.status == 0)
        try watched.delivered.wait("the overflow") { $0.contains(.overflow) }
        #expect(watched.watcher.overflows == 1)
        watched.touch("drums/last.wav")
        #expect(try watched.news(1).contains(News(name: "last.wav", kind: .created)))
        #expect(watched.watcher.unknownEvents == 0)
    }

    @Test func `a sync point comes after everything before it`() throws {
        let watched = try WatchedTree()
        try watched.watch("drums", as: 1)
        for round in 1...20 {
            for index in 0..<50 { watched.touch("drums/\(round)-\(index).wav") }
            let created = try watched.news(1).filter { $0.kind == .created }
            #expect(created.count == round * 50)
        }
        let left = try FileManager.default.contentsOfDirectory(
            atPath: watched.path("state").string)
        #expect(left.isEmpty)
    }

    @Test func `a sync point left by a crash is made again`() throws {
        let watched = try WatchedTree()
        try watched.tree.file("state/cookie-1", [])
        _ = try watched.settled()
        #expect(watched.delivered.all.contains(.cookie(1)))
    }

    @Test func `our own folder inside a source is both`() throws {
        let watched = try WatchedTree()
        #expect(try watched.watch("state", as: 5) == .watched)
        #expect(try watched.settled().contains { if case .entry = $0 { true } else { false } })
        watched.watcher.unwatch(Directory.ID(rawValue: 5))
        let before = try watched.settled().count
        // The watch stays for the sync points; what else it tells is nobody's.
        #expect(try watched.settled().count == before)
        #expect(watched.watcher.unknownEvents == 0)
    }

    @Test func `two thousand directories made and removed leave the table flat`() throws {
        let watched = try WatchedTree()
        let before = try watched.kernelWatches()
        for round in 0..<4 {
            for index in 0..<500 {
                try watched.watch("tree/\(index)", as: Int64(10 + round * 500 + index))
            }
            #expect(watched.watcher.watched(watched.source) == 500)
            try run("/bin/rm", ["-r", watched.path("tree").string])
            _ = try watched.settled()
            #expect(watched.watcher.watched(watched.source) == 0)
        }
        #expect(try watched.kernelWatches() == before)
        #expect(watched.watcher.unknownEvents == 0)
    }
}
