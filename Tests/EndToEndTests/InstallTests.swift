import Foundation
import SystemPackage
import TestSupport
import Testing

/// The scripts that install and remove, run as a user runs them, into a folder of their own.
@Suite(.serialized, .onThreads) struct InstallTests {
    private struct Installation {
        let world: World
        let prefix: String

        init(_ world: World) throws {
            self.world = world
            prefix = try world.folder.folder("prefix").string
        }

        var program: String { prefix + "/bin/audiowatch" }

        func script(
            _ name: String, _ arguments: String..., with additions: [String: String] = [:]
        ) throws -> ProgramResult {
            let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
            var environment = world.environment
            let build = URL(fileURLWithPath: try builtProgram("audiowatch"))
            environment["AUDIOWATCH_BUILD"] = build.deletingLastPathComponent().path
            environment.merge(additions) { _, added in added }
            return try run(
                repository.appendingPathComponent("scripts/\(name)").path,
                ["--prefix", prefix] + arguments, environment: environment)
        }

        /// Every file and folder below the prefix.
        func everything() -> Set<String> {
            Set(FileManager.default.enumerator(atPath: prefix)?.compactMap { $0 as? String } ?? [])
        }

        /// Starts the installed daemon as somebody's shell would, and gives its process.
        func start() throws -> Int {
            let log = world.folder.appending("installed.log").string
            // What the shell inherited would keep its end from being noticed.
            let shell = """
                for number in /proc/$$/fd/*; do
                    number=${number##*/}
                    if [ "$number" -gt 2 ]; then eval "exec $number>&-"; fi
                done
                setsid '\(program)' run --config '\(world.configuration)' >'\(log)' 2>&1 </dev/null &
                """
            try run("/bin/bash", ["-c", shell], environment: world.environment)
            return try running()
        }

        /// The process that answers.
        func running() throws -> Int {
            var pid: Int?
            try until("the installed daemon answers") {
                let result = try run(
                    program, ["status", "--json", "--config", world.configuration],
                    environment: world.environment)
                pid = result.status == 0 ? try JSON(result.output)["pid"].integer : nil
                return pid != nil
            }
            return try #require(pid)
        }
    }

    @Test func `what is installed works, and goes again without a trace`() throws {
        let world = try World("install")
        let installation = try Installation(world)
        let users = installation.prefix + "/share/man/man1/another.1"
        try FileManager.default.createDirectory(
            atPath: installation.prefix + "/share/man/man1", withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: URL(fileURLWithPath: users))
        let before = installation.everything()

        let result = try installation.script("install")
        #expect(result.status == 0, "\(result.text)\(result.errorText)")
        let made = installation.everything()
        for file in [
            "bin/audiowatch", "lib/audiowatch/audiowatch-probe", "lib/audiowatch/manifest",
            "share/bash-completion/completions/audiowatch",
            "share/zsh/site-functions/_audiowatch",
            "share/fish/vendor_completions.d/audiowatch.fish", "share/man/man1/audiowatch.1",
            "share/man/man5/audiowatch.toml.5", "share/man/man7/audiowatch-searching.7",
            "share/applications/audiowatch.desktop",
            "share/icons/hicolor/scalable/apps/audiowatch.svg",
        ] {
            #expect(made.contains(file), "\(file)")
        }
        let entry = try String(
            contentsOfFile: installation.prefix + "/share/applications/audiowatch.desktop",
            encoding: .utf8)
        #expect(entry.contains("Exec=\(installation.program) "))
        let bash = try run(
            "/bin/bash",
            [
                "-nc",
                ". '\(installation.prefix)/share/bash-completion/completions/audiowatch'",
            ])
        #expect(bash.status == 0)
        try Disk.write(Sounds.wav(1), to: world.source() / "a.wav")
        let scan = try run(
            installation.program, ["scan", "--wait", "--config", world.configuration],
            environment: world.environment)
        #expect(scan.status == 0, "\(scan.errorText)")
        try world.expectEqualToDisk("by the installed program and its helper")

        let again = try installation.script("install")
        #expect(again.status == 0 && installation.everything() == made, "\(again.errorText)")
        let removed = try installation.script("uninstall")
        #expect(removed.status == 0, "\(removed.text)\(removed.errorText)")
        #expect(installation.everything() == before)
        #expect(FileManager.default.fileExists(atPath: world.database), "the catalogue stays")
    }

    @Test func `a package is staged below a folder of its own, and nothing else is touched`() throws
    {
        let world = try World("stage")
        let installation = try Installation(world)
        let stage = try world.folder.folder("stage").string
        let result = try installation.script(
            "install", "--prefix", "/usr", with: ["DESTDIR": stage])
        #expect(result.status == 0, "\(result.text)\(result.errorText)")
        #expect(installation.everything().isEmpty)
        for file in ["bin/audiowatch", "share/zsh/vendor-completions/_audiowatch"] {
            #expect(FileManager.default.fileExists(atPath: "\(stage)/usr/\(file)"), "\(file)")
        }
        let entry = try String(
            contentsOfFile: stage + "/usr/share/applications/audiowatch.desktop", encoding: .utf8)
        #expect(entry.contains("Exec=/usr/bin/audiowatch ") && !entry.contains(stage))
        #expect(try installation.script("install", "--prefix", "here").status == 1)
        #expect(try installation.script("install", "--no-such-option").status == 2)
    }

    @Test func `installing over a running daemon restarts it, and no job is lost`() throws {
        let world = try World("reinstall")
        let installation = try Installation(world)
        #expect(try installation.script("install").status == 0)
        let first = try installation.start()
        for number in 0..<400 {
            try Disk.write(Sounds.wav(number), to: world.source() / "\(number % 7)/\(number).wav")
        }
        let result = try installation.script("install")
        #expect(result.status == 0, "\(result.text)\(result.errorText)")
        #expect(result.text.contains("restarted the running audiowatch (pid \(first)"))
        let second = try installation.running()
        defer { kill(pid_t(second), SIGKILL) }
        #expect(second != first && kill(pid_t(first), 0) != 0)
        let exe = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(second)/exe")
        #expect(exe == installation.program, "it runs what stands there now")
        let wait = try run(
            installation.program, ["wait", "--config", world.configuration],
            environment: world.environment)
        #expect(wait.status == 0, "\(wait.errorText)")
        try world.expectEqualToDisk("after the restart")

        let removed = try installation.script("uninstall")
        #expect(removed.status == 0 && removed.text.contains("stopped"), "\(removed.text)")
        try until("it is gone") { kill(pid_t(second), 0) != 0 }
    }

    @Test func `a purge takes what is listed, and asks somebody first`() throws {
        let world = try World("purge")
        let installation = try Installation(world)
        #expect(try installation.script("install").status == 0)
        let data = world.folder.appending("xdg/data/audiowatch").string
        let config = world.folder.appending("xdg/config/audiowatch").string
        for folder in [data, config] {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/file"))
        }
        let unasked = try installation.script("uninstall", "--purge")
        #expect(unasked.status == 2 && unasked.errorText.contains("--yes"))
        #expect(FileManager.default.fileExists(atPath: installation.program))
        #expect(FileManager.default.fileExists(atPath: data + "/file"))

        let purged = try installation.script("uninstall", "--purge", "--yes")
        #expect(purged.status == 0, "\(purged.errorText)")
        #expect(purged.text.contains(data) && purged.text.contains(config))
        for path in [data, config, installation.program] {
            #expect(!FileManager.default.fileExists(atPath: path), "\(path)")
        }
        #expect(FileManager.default.fileExists(atPath: world.configuration), "not in the list")
    }
}
