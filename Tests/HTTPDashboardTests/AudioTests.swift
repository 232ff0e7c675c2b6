import AudiowatchCore
import Foundation
import Glibc
import SystemPackage
import TestSupport
import Testing
@testable import HTTPDashboard

@Suite(.timeLimit(.minutes(1))) struct AudioTests {
    private static let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

    @Test func `a file comes whole, in part, by its end, and by HEAD without a body`() async throws
    {
        try await ServedPage.serving { page in
            let id = try page.library.add("kick.wav", Self.bytes, fingerprint: 1)
            let whole = try await page.ask("/audio/\(id)")
            #expect(whole.status == 200)
            #expect(whole.body == Self.bytes)
            #expect(whole.fields["content-type"] == "audio/wav")
            #expect(whole.fields["content-length"] == "300000")
            #expect(whole.fields["accept-ranges"] == "bytes")
            let table: [(String, Int, Range<Int>)] = [
                ("bytes=-500", 206, 299_500..<300_000), ("bytes=299999-", 206, 299_999..<300_000),
                ("bytes=131071-131073", 206, 131_071..<131_074), ("bytes=0-", 206, 0..<300_000),
                ("bytes=0-99999999999999999999", 206, 0..<300_000), ("lines=1-2", 200, 0..<300_000),
            ]
            for (range, status, expected) in table {
                let part = try await page.ask("/audio/\(id)", headers: ["Range: \(range)"])
                #expect(part.status == status, "\(range)")
                #expect(part.body == Array(Self.bytes[expected]), "\(range)")
                let said = "bytes \(expected.lowerBound)-\(expected.upperBound - 1)/300000"
                #expect(part.fields["content-range"] == (status == 206 ? said : nil), "\(range)")
            }
            let head = try await page.ask("/audio/\(id)", "HEAD")
            #expect(head.status == 200 && head.body.isEmpty)
            #expect(head.fields["content-length"] == "300000")
            let tail = try await page.ask("/audio/\(id)", "HEAD", headers: ["Range: bytes=-500"])
            #expect(tail.status == 206 && tail.body.isEmpty)
            #expect(tail.fields["content-length"] == "500")
        }
    }

    @Test func `what no byte answers to is 416, five thousand ranges too`() async throws {
        try await ServedPage.serving { page in
            let id = try page.library.add("kick.wav", Array("RIFFRIFF".utf8), fingerprint: 1)
            let empty = try page.library.add("empty.wav", [], fingerprint: 2)
            let many = "bytes=" + (0..<5_000).map { "\($0 % 10)-" }.joined(separator: ",")
            for range in ["bytes=8-", "bytes=9-20", "bytes=-0", "bytes=5-1", many] {
                let answer = try await page.ask("/audio/\(id)", headers: ["Range: \(range)"])
                // Five thousand of them do not even fit in the headers that are read.
                #expect([416, 400].contains(answer.status), "\(range.prefix(20))")
                guard answer.status == 416 else { continue }
                #expect(answer.fields["content-range"] == "bytes */8")
                #expect(answer.error?.code == .unsatisfiable)
            }
            let some = "bytes=" + (0..<2_000).map { "\($0 % 10)-" }.joined(separator: ",")
            #expect(try await page.ask("/audio/\(id)", headers: ["Range: \(some)"]).status == 416)
            let nothing = try await page.ask("/audio/\(empty)")
            #expect(nothing.status == 200 && nothing.body.isEmpty)
            #expect(nothing.fields["content-length"] == "0")
            #expect(
                try await page.ask("/audio/\(empty)", headers: ["Range: bytes=-500"]).status == 416)
        }
    }

    @Test func `a tag or a date decides whether a part or nothing is sent`() async throws {
        try await ServedPage.serving { page in
            let id = try page.library.add("kick.wav", Array("RIFFRIFF".utf8), fingerprint: 1)
            let first = try await page.ask("/audio/\(id)")
            let tag = try #require(first.fields["etag"])
            let date = try #require(first.fields["last-modified"])
            let known = try await page.ask(
                "/audio/\(id)", headers: ["If-None-Match: \"x\", \(tag)"])
            #expect(known.status == 304 && known.body.isEmpty)
            let range = "Range: bytes=0-1"
            for (condition, status) in [
                (tag, 206), (date, 206), ("\"other\"", 200), ("W/\(tag)", 200),
                ("Sun, 06 Nov 1994 08:49:37 GMT", 200),
            ] {
                let answer = try await page.ask(
                    "/audio/\(id)", headers: [range, "If-Range: \(condition)"])
                #expect(answer.status == status, "\(condition)")
            }
        }
    }

    @Test func `a copy plays where the original is gone, and a file plays by its own number`()
        async throws
    {
        try await ServedPage.serving { page in
            let id = try page.library.add(
                "a.flac", Array("one".utf8), fingerprint: 1, format: "flac")
            #expect(
                try page.library.add("b.flac", Array("one".utf8), fingerprint: 1, format: "flac")
                    == id)
            let hit = try #require(
                try await page.ask("/api/files?path=\(path(page, "b.flac"))").list("hits").first)
            let file = try #require(hit["file"] as? Int)
            #expect(try await page.ask("/audio/f\(file)").text == "one")
            _ = page.library.folder.appending("music/a.flac").withPlatformString { unlink($0) }
            let copy = try await page.ask("/audio/\(id)")
            #expect(copy.text == "one")
            #expect(copy.fields["content-type"] == "audio/flac")
            _ = page.library.folder.appending("music/b.flac").withPlatformString { unlink($0) }
            let gone = try await page.ask("/audio/\(id)")
            #expect(gone.status == 409 && gone.error?.code == .conflict)
            try page.library.remove("a.flac")
            try page.library.remove("b.flac")
            #expect(try await page.ask("/audio/\(id)").status == 404)
        }
    }

    @Test func `only the file that was catalogued is ever sent`() async throws {
        try await ServedPage.serving { page in
            let secret = try page.library.folder.file("secret.wav", Array("secret!!".utf8))
            let music = page.library.folder.appending("music")
            let names: [FileName] = ["link.wav", "other.wav", "short.wav", "fifo.wav"]
            var ids: [Int64] = []
            for (number, name) in names.enumerated() {
                ids.append(
                    try page.library.add(
                        name, Array("RIFFRIFF".utf8), fingerprint: UInt64(number + 1)))
            }
            // Held elsewhere, so that no new file is given the inode of an old one.
            let held = try page.library.folder.folder("held")
            for name in names { rename(music.child(name).string, held.child(name).string) }
            symlink(secret.string, music.appending("link.wav").string)
            // The same length, but another inode.
            try page.library.folder.file("music/other.wav", Array("secret!!".utf8))
            try page.library.folder.file("music/short.wav", Array("RIFF".utf8))
            mkfifo(music.appending("fifo.wav").string, 0o600)
            for (name, id) in zip(names, ids) {
                let answer = try await page.ask("/audio/\(id)")
                #expect(answer.status == 409, "\(name)")
                #expect(!answer.text.contains("secret!!"), "\(name)")
            }
        }
    }

    @Test func `a source that is away is said to be away, and paths open nothing`() async throws {
        try await ServedPage.serving { page in
            let id = try page.library.add("kick.wav", Self.bytes, fingerprint: 1)
            let gone = try await page.ask("/audio?path=/etc/passwd")
            #expect(gone.status == 410)
            #expect(gone.error?.hint?.contains("/api/files?path=") == true)
            for (target, status) in [
                ("/audio/0", 400), ("/audio/-1", 400), ("/audio/x", 400), ("/audio/f", 400),
                ("/audio/f-3", 400), ("/audio/1e3", 400), ("/audio/99999999999999999999", 400),
                ("/audio/4711", 404), ("/audio/f4711", 404), ("/audio/%2e%2e%2fetc", 400),
                ("/audio/../etc/passwd", 404), ("/audio/1/2", 404),
            ] {
                #expect(try await page.ask(target).status == status, "\(target)")
            }
            #expect(try await page.ask("/audio/\(id)", "POST", headers: mutating).status == 405)
            try page.library.setState(.offline(reason: "the drive is unplugged"))
            let away = try await page.ask("/audio/\(id)")
            #expect(away.status == 503)
            #expect(away.error?.message.contains("unplugged") == true)
        }
    }

    @Test func `a client that takes nothing of a long file is left, and the others are served`()
        async throws
    {
        var options = ServedPage.Options()
        options.patience.stalledWrite = .milliseconds(300)
        try await ServedPage.serving(options) { page in
            let long = [UInt8](repeating: 1, count: 24 << 20)
            let id = try page.library.add("long.wav", long, fingerprint: 1)
            let received = try await blocking { [port = page.port] in
                let lazy = try Loopback(port: port, receives: 4_096)
                try lazy.send("GET /audio/\(id) HTTP/1.1\r\nHost: localhost\r\n\r\n")
                let other = try Loopback(port: port)
                try other.send(
                    "GET /audio/\(id) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                let whole = try Answer(other.rest()).body.count
                #expect(whole == long.count)
                try waitUntilClosed(port: port, peers: 0)
                return try lazy.rest().count
            }
            #expect(received < long.count)
        }
    }
}

/// Headers that a mutation takes.
let mutating = ["X-Audiowatch: 1", "Content-Type: application/json"]

func path(_ page: ServedPage, _ name: String) -> String {
    page.library.folder.appending("music/\(name)").string
}

/// Waits until the server holds so many connections to this port, as the kernel's table has it.
func waitUntilClosed(port: Int, peers: Int) throws {
    let end = ContinuousClock.now + .seconds(10)
    let here = TableAddress([127, 0, 0, 1], port: UInt16(port)).text
    while ContinuousClock.now < end {
        let table = String(decoding: KernelFile.read("/proc/net/tcp") ?? [], as: UTF8.self)
        let open = table.split(separator: "\n").filter { line in
            let fields = line.split(separator: " ")
            return fields.count > 3 && fields[1] == here && fields[3] == "01"
        }
        if open.count == peers { return }
        usleep(20_000)
    }
    Issue.record("still connected after ten seconds")
}
