import Foundation
import TestSupport
import Testing

/// Many changes at once, and names that come and go.
@Suite(.onThreads) struct StormTests {
    @Test func `A name that leaves is held for its other half, then judged by the disk`() throws {
        let live = try Live("half") { world in
            for number in 1...3 {
                try Disk.write(Sounds.wav(number), to: world.source() / "a/\(number).wav")
            }
            try Disk.makeFolder(world.source() / "b")
        }
        let root = try live.world.source()
        let outside = DiskPath(live.world.folder.path)
        let id = try live.id(root / "a/1.wav")
        try Disk.move(root / "a/1.wav", to: root / "b/1.wav")
        try Disk.move(root / "a/2.wav", to: outside / "2.wav")
        try until("the one is at its new place, the other is gone") {
            let views = try live.world.views()
            return views.present.count == 2
                && views.files.contains { $0.path == root / "a/2.wav" && $0.isDeleted }
                && views.present.contains { $0.path == root / "b/1.wav" }
        }
        #expect(try live.id(root / "b/1.wav") == id)
        try Disk.move(root / "a", to: outside / "a")
        try until("the folder that left takes its files along") {
            try live.world.views().present.count == 1
        }
        try live.step("nothing more") {}
    }

    @Test func `One name recreated 200 times is read a few times, and has its last content`() throws
    {
        let live = try Live("again") { world in
            try Disk.write(Sounds.wav(0), to: world.source() / "again.wav")
        }
        let root = try live.world.source()
        let before = try live.daemon.workDone()
        try live.step("recreated 200 times") {
            for number in 1...200 {
                try Disk.delete(root / "again.wav")
                try Disk.write(Sounds.wav(number), to: root / "again.wav")
            }
        }
        #expect(try live.daemon.workDone().opened - before.opened < 20)
    }

    @Test func `An import of 600 files, and of 600 links, walks nothing`() throws {
        let live = try Live("import") { world in
            try Disk.write(Sounds.wav(0), to: world.source() / "first.wav")
        }
        let root = try live.world.source()
        try live.step("600 files") {
            for number in 1...600 { try Disk.write(Sounds.wav(number), to: root / "\(number).wav") }
        }
        try Disk.makeFolder(root / "links")
        try live.step("600 links, and a file elsewhere") {
            for number in 1...600 {
                try Disk.hardLink(root / "\(number).wav", to: root / "links/\(number).wav")
            }
            try Disk.write(Sounds.wav(9_999), to: root / "elsewhere.wav")
        }
        try live.step("600 deleted") {
            for number in 1...600 { try Disk.delete(root / "links/\(number).wav") }
        }
        #expect(try live.world.views().present.count == 602)
    }

    @Test func `20,000 folders made and removed leave nothing behind`() throws {
        let live = try Live("folders") { world in
            try Disk.write(Sounds.wav(0), to: world.source() / "first.wav")
        }
        let root = try live.world.source()
        func watches() throws -> Int? { try live.daemon.status()["watches"]["watched"].integer }
        let before = try watches()
        var memory: [Int] = []
        for round in 0..<4 {
            for number in 0..<5_000 {
                let folder = root / "made \(round) \(number)"
                try Disk.makeFolder(folder)
                guard folder.withCString({ rmdir($0) }) == 0 else { throw TestFailure("rmdir") }
            }
            try live.daemon.sync()
            memory.append(try privateMemory(of: live.daemon.pid))
        }
        try until("no watch is left on a folder that is gone") { try watches() == before }
        try live.world.expectEqualToDisk("after 20,000 folders")
        print("private memory after each 5,000 folders, KiB: \(memory)")
        #expect(memory[3] - memory[0] < 8_192, "KiB of private memory: \(memory)")
    }

    /// RssAnon in KiB, as proc(5) has it.
    private func privateMemory(of process: Int32) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
        guard let number = line?.split(separator: " ").compactMap({ Int($0) }).first else {
            throw TestFailure("no RssAnon")
        }
        return number
    }
}
