import AudiowatchCore
import SystemPackage
import Testing

@Suite struct ExclusionTests {
    private let exclusion = Exclusion([
        ".git", "*.bak", "Mix*", "Old/**", "**/a/b", "[xy]z", "", "/Top",
    ])

    private func rule(_ path: String, isDirectory: Bool = false) -> String? {
        let names = path.split(separator: "/").map { FileName(String($0)) }
        return exclusion.rule(
            excluding: names.last ?? "", below: Array(names.dropLast()), isDirectory: isDirectory)
    }

    @Test func `the rule that excludes is named as it was written`() {
        #expect(rule("x/.git", isDirectory: true) == ".git")
        #expect(rule("song.bak") == "*.bak")
        #expect(rule("Mixdown 3.wav") == "Mix*")
        #expect(rule("Old", isDirectory: true) == "Old/**")
        #expect(rule("q/a/b") == "**/a/b")
        #expect(rule("yz") == "[xy]z")
        #expect(rule("Top") == "/Top")
        #expect(rule("x/Top") == nil)
        #expect(rule("kick.wav") == nil)
    }

    @Test func `the folders above are only built when a rule asks for them`() {
        var asked = 0
        func parents() -> [FileName] {
            asked += 1
            return ["q", "a"]
        }
        for name: FileName in ["kick.wav", "snare.aif", "hat.mp3", ".hidden", "song.bak"] {
            _ = exclusion.rule(excluding: name, below: parents(), isDirectory: false)
        }
        #expect(asked == 0)
        #expect(exclusion.rule(excluding: "b", below: parents(), isDirectory: false) == "**/a/b")
        #expect(asked == 1)
    }

    @Test func `a hundred thousand ordinary names are judged in a moment`() {
        let rules = NameRules(.standard, source: Source(name: "s", path: "/s"))
        let names = (0..<1000).map { FileName("Kick \($0) (bounced) 128bpm.wav") }
        var audio = 0
        let time = ContinuousClock().measure {
            for round in 0..<100 {
                for name in names
                where rules.verdict(of: name, below: [], isDirectory: round < 0) == .audio {
                    audio += 1
                }
            }
        }
        #expect(audio == 100_000)
        print("100,000 verdicts in \(time)")
        // Unoptimised and on a busy machine; optimised it is some hundred nanoseconds a name.
        #expect(time < .seconds(10))
    }
}

@Suite struct NameRulesTests {
    private let rules = NameRules(
        .standard, source: Source(name: "music", path: "/m", exclude: ["**/Bounces/tmp/**"]),
        others: [
            Source(name: "music", path: "/m"), Source(name: "drums", path: "/m/Packs/Drums"),
            Source(name: "elsewhere", path: "/n/Packs"),
        ])

    @Test(arguments: ScanDefaults.extensions) func `every default extension is audio`(text: String)
    {
        let name = FileName("kick.\(text.uppercased())")
        #expect(rules.verdict(of: name, below: [], isDirectory: false) == .audio)
    }

    @Test(arguments: ["kick", "kick.", ".wav", "kick.wavx", "notes.txt", "kick.asd", "x.123456789"])
    func `other names are not audio`(name: String) {
        #expect(rules.verdict(of: FileName(name), below: [], isDirectory: false) == .notAudio)
    }

    @Test func `an extension longer than eight bytes can be configured`() {
        var scan = ScanRules.standard
        scan.extensions.insert(Array("somethinglong".utf8))
        let rules = NameRules(scan, source: Source(name: "s", path: "/s"))
        #expect(rules.verdict(of: "a.SomethingLong", below: [], isDirectory: false) == .audio)
        #expect(rules.verdict(of: "a.somethinglonh", below: [], isDirectory: false) == .notAudio)
    }

    @Test(arguments: [
        ".Trash", ".Trash-1000", "$RECYCLE.BIN", "#recycle", "@eaDir", "System Volume Information",
        "lost+found", ".stversions", ".git", "node_modules", "__MACOSX",
    ]) func `folders that hold nothing of the user are not entered`(name: String) {
        let verdict = rules.verdict(of: FileName(name), below: ["x"], isDirectory: true)
        guard case .excluded = verdict else {
            Issue.record("\(name) is \(verdict)")
            return
        }
    }

    @Test func `the trash of the home folder is found at any depth`() {
        let rule = NameVerdict.excluded(rule: "**/.local/share/Trash")
        #expect(rules.verdict(of: "Trash", below: [".local", "share"], isDirectory: true) == rule)
        #expect(
            rules.verdict(of: "Trash", below: ["me", ".local", "share"], isDirectory: true) == rule)
        #expect(rules.verdict(of: "Trash", below: ["share"], isDirectory: true) == .directory)
    }

    @Test func `other hidden names count`() {
        #expect(rules.verdict(of: ".hidden.wav", below: [], isDirectory: false) == .audio)
        #expect(rules.verdict(of: ".samples", below: [], isDirectory: true) == .directory)
    }

    @Test(arguments: [
        "kick.wav.part", "kick.wav.crdownload", "kick.wav~", ".syncthing.kick.wav.tmp",
        ".kick.wav.Xa39Qz", ".goutputstream-ABC123.wav", ".fuse_hidden0000a1.wav",
        ".nfs00000000012.wav", ".#kick.wav", "~syncthing~kick.wav",
    ]) func `a name that a program gives while it writes is skipped`(name: String) {
        let verdict = rules.verdict(of: FileName(name), below: [], isDirectory: false)
        guard case .excluded(let rule) = verdict else {
            Issue.record("\(name) is \(verdict)")
            return
        }
        #expect(rule.hasPrefix("temporary name"))
        #expect(rules.verdict(of: FileName(name), below: [], isDirectory: true) == .directory)
    }

    @Test(arguments: ["kick.wav", ".kick.wav", "a.part.wav", "nfs0.wav", "take~1.wav"])
    func `a finished name is not taken for a temporary one`(name: String) {
        #expect(rules.verdict(of: FileName(name), below: [], isDirectory: false) == .audio)
    }

    @Test func `a source inside another owns its folder`() {
        let excluded = NameVerdict.excluded(rule: "belongs to source drums")
        #expect(rules.verdict(of: "Drums", below: ["Packs"], isDirectory: true) == excluded)
        #expect(rules.verdict(of: "Drums", below: ["Other"], isDirectory: true) == .directory)
        #expect(rules.verdict(of: "Packs", below: [], isDirectory: true) == .directory)
    }

    @Test func `a whole path is judged from the top`() {
        let deep: [FileName] = ["a", "Bounces", "tmp", "kick.wav"]
        let (verdict, depth) = rules.verdict(ofPath: deep, isDirectory: false)
        #expect(verdict == .excluded(rule: "**/Bounces/tmp/**"))
        #expect(depth == 3)
        #expect(rules.verdict(ofPath: ["a", "kick.wav"], isDirectory: false).verdict == .audio)
        #expect(rules.verdict(ofPath: [], isDirectory: true).verdict == .directory)
    }
}
