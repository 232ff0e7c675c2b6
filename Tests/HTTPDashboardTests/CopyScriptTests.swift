import AudiowatchCore
import Foundation
import Glibc
import SQLiteCatalog
import SystemPackage
import TestSupport
import Testing
@testable import HTTPDashboard

/// The script that moves copies to the trash, run on real files with a `gio` that only deletes and takes notes.
@Suite(.timeLimit(.minutes(1))) struct CopyScriptTests {
    private let folder: TemporaryFolder
    private let bytes = Array("RIFF all the same".utf8)

    init() throws {
        folder = try TemporaryFolder("script")
        let gio = """
            #!/bin/sh
            [ "$1" = trash ] && [ "$2" = -- ] && [ $# = 3 ] || exit 3
            [ ! -e "\(folder.path)/broken" ] || exit 1
            printf '%s\\0' "$3" >>"\(folder.path)/trashed"
            rm -- "$3"
            """
        try folder.file("bin/gio", Array(gio.utf8))
        chmod(folder.appending("bin/gio").string, 0o755)
        try folder.folder("music")
    }

    private func path(_ name: FileName) -> FilePath { folder.appending("music").child(name) }

    private func write(_ name: FileName, _ bytes: [UInt8]) throws -> FilePath {
        let path = path(name)
        let descriptor = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try descriptor.closeAfter { _ = try descriptor.writeAll(bytes) }
        return path
    }

    private func copy(_ path: FilePath, of kept: FilePath) -> ChosenCopy {
        ChosenCopy(
            content: Content.ID(rawValue: 1), file: File.ID(rawValue: 1),
            path: PathText(path), kept: PathText(kept), size: 1, source: "music")
    }

    private func start(
        _ copies: [ChosenCopy], shell: String = "/bin/sh", _ arguments: String...
    ) throws -> ProgramResult {
        try folder.file("script.sh", CopyScript.bytes(copies))
        return try run(
            shell, [folder.appending("script.sh").string] + arguments,
            environment: ["PATH": "\(folder.path)/bin:/usr/bin:/bin", "LANG": "C.UTF-8"],
            folder: folder.appending("music").string)
    }

    private func trashed() throws -> [[UInt8]] {
        let file = folder.appending("trashed").string
        guard let data = FileManager.default.contents(atPath: file) else { return [] }
        return Array(data).split(separator: 0).map(Array.init)
    }

    private func exists(_ path: FilePath) -> Bool {
        path.withPlatformString { access($0, F_OK) } == 0
    }

    @Test(arguments: ["/bin/sh", "/bin/bash"])
    func `a name of any bytes is one file, and nothing else is touched`(shell: String) throws {
        var names = [
            "plain.wav", "it's.wav", "''.wav", "'; touch pwned; '.wav", "$(touch pwned).wav",
            "`touch pwned`.wav", "\"double\".wav", "back\\slash.wav", "back\\'.wav", "-rf.wav",
            "--.wav", "new\nline.wav", "'\ntouch pwned\n'.wav", "ends in newline\n", "tab\t.wav",
            "\u{1B}[31mred.wav", "glob*?[a].wav", "!history.wav", "#hash ~ & | ; < >.wav", " .wav",
            "ümlaut – köln.wav", "%s%n.wav", "\r.wav", "trailing space ", "\\",
        ].map { FileName($0) }
        // Every byte that a name may have, alone and all together; some shells keep a few for themselves.
        let any = (1...255).map(UInt8.init).filter { $0 != UInt8(ascii: "/") }
        names.append(FileName(bytes: Array(any.prefix(120))))
        names.append(FileName(bytes: Array(any.dropFirst(120))))
        names += any.map { FileName(bytes: [$0, UInt8(ascii: "x")]) }
        names.append(FileName(bytes: [0xE9]))
        let hostile = names.map { FileName(bytes: Array("k ".utf8) + $0.bytes.prefix(200)) }
        var copies: [ChosenCopy] = []
        for (name, other) in zip(names, hostile) {
            copies.append(copy(try write(name, bytes), of: try write(other, bytes)))
        }
        let bystander = try write("rf.wav", bytes)
        let result = try start(copies, shell: shell)
        #expect(result.status == 0, "\(result.errorText)")
        #expect(result.text == "moved: \(copies.count), left: 0\n")
        #expect(try trashed() == copies.map { $0.path.bytes })
        for copy in copies {
            #expect(!exists(copy.path.path), "\(copy.path.text)")
            #expect(exists(copy.kept.path), "\(copy.kept.text)")
        }
        #expect(exists(bystander))
        #expect(!exists(path("pwned")))
    }

    @Test func `what is no proved copy any more is left, and why is said`() throws {
        let kept = try write("kept.wav", bytes)
        let good = try write("good.wav", bytes)
        let changed = try write("changed.wav", Array(bytes.dropLast()) + [0])
        let longer = try write("longer.wav", bytes + [0])
        let link = path("link.wav")
        let symbolic = path("symbolic.wav")
        let directory = path("directory.wav")
        #expect(Glibc.link(kept.string, link.string) == 0)
        #expect(symlink(kept.string, symbolic.string) == 0)
        try folder.folder("music/directory.wav")
        let other = try write("other.wav", bytes)
        let result = try start(
            [kept, changed, longer, link, symbolic, directory, path("missing.wav"), good].map {
                copy($0, of: kept)
            } + [copy(other, of: path("gone.wav")), copy(other, of: symbolic)])
        #expect(result.status == 1)
        #expect(try trashed() == [good.bytes])
        #expect(result.text == "moved: 1, left: 9\n")
        let said = result.errorText
        for (reason, times) in [
            ("its bytes are not", 2), ("it is the kept file", 2), ("no regular file", 3),
            ("the file to keep is not there", 2),
        ] {
            #expect(said.components(separatedBy: reason).count - 1 == times, "\(said)")
        }
    }

    @Test func `a trial moves nothing, and what gio cannot move is counted`() throws {
        let kept = try write("kept.wav", bytes)
        let good = try write("good.wav", bytes)
        let trial = try start([copy(good, of: kept)], "-n")
        #expect(trial.status == 0)
        #expect(trial.text == "would move: 1, left: 0\n")
        #expect(exists(good))
        try folder.file("broken", [])
        let failed = try start([copy(good, of: kept)])
        #expect(failed.status == 1)
        #expect(failed.text == "moved: 0, left: 1\n")
        #expect(exists(good))
    }

    @Test func `no name reaches a terminal raw`() throws {
        let name: FileName = "\u{1B}]0;owned\u{7}\u{202E}.wav"
        let result = try start([copy(path(name), of: path("none.wav"))])
        #expect(result.status == 1)
        #expect(!result.errorText.contains("\u{1B}"))
        #expect(!result.errorText.contains("\u{202E}"))
        #expect(result.errorText.contains("owned"))
    }

    @Test func `the exported script is the one of the decided groups`() async throws {
        try await ServedPage.serving { page in
            let name: FileName = "it's\n.wav"
            for name in [name, "kept.wav"] {
                try page.library.add(name, bytes, fingerprint: 1)
            }
            let music = page.library.folder.appending("music")
            let kept = try #require(try page.library.catalog.show(.path(music.child("kept.wav"))))
            _ = try page.library.catalog.writer.decide(
                VerdictRequest(
                    group: .exact(Content.ID(rawValue: 1)), verdict: .keep, file: kept.file),
                at: CatalogTime(microseconds: 1))
            let answer = try await page.ask("/api/duplicates/export?format=sh")
            #expect(answer.status == 200)
            #expect(answer.fields["content-disposition"]?.contains(".sh\"") == true)
            try folder.file("script.sh", answer.body)
            let result = try run(
                "/bin/sh", [folder.appending("script.sh").string],
                environment: ["PATH": "\(folder.path)/bin:/usr/bin:/bin"])
            #expect(result.status == 0, "\(result.errorText)")
            #expect(try trashed() == [music.child(name).bytes])
            #expect(exists(music.child("kept.wav")))
        }
    }
}
