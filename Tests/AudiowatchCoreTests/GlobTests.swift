import AudiowatchCore
import Testing

@Suite struct GlobTests {
    struct Case: CustomTestStringConvertible {
        let glob: String
        let path: String
        let isMatch: Bool
        var isDirectory = false
        var testDescription: String { "\(glob) with \(path)\(isDirectory ? "/" : "")" }
    }

    @Test(arguments: [
        Case(glob: "*.tmp", path: "a.tmp", isMatch: true),
        Case(glob: "*.tmp", path: "deep/er/a.tmp", isMatch: true),
        Case(glob: "*.tmp", path: "a.tmp.wav", isMatch: false),
        Case(glob: ".Trash-*", path: "x/.Trash-1000", isMatch: true, isDirectory: true),
        Case(glob: ".Trash-*", path: ".Trash", isMatch: false, isDirectory: true),
        Case(glob: "node_modules", path: "a/b/node_modules", isMatch: true, isDirectory: true),
        Case(glob: "node_modules", path: "node_modules.wav", isMatch: false),
        Case(glob: "**/node_modules/**", path: "node_modules", isMatch: true, isDirectory: true),
        Case(
            glob: "**/node_modules/**", path: "a/b/node_modules", isMatch: true, isDirectory: true),
        Case(glob: "**/node_modules/**", path: "a/node_modules", isMatch: false),
        Case(glob: "Old/*.wav", path: "Old/a.wav", isMatch: true),
        Case(glob: "Old/*.wav", path: "Old/b/a.wav", isMatch: false),
        Case(glob: "Old/*.wav", path: "x/Old/a.wav", isMatch: false),
        Case(glob: "Old/**/*.wav", path: "Old/a.wav", isMatch: true),
        Case(glob: "Old/**/*.wav", path: "Old/b/c/a.wav", isMatch: true),
        Case(glob: "Old/**/*.wav", path: "Old/b/c/a.mp3", isMatch: false),
        Case(glob: "**/a/**/b/*.wav", path: "x/a/a/y/b/z/b/k.wav", isMatch: true),
        Case(glob: "**/a/**/b/*.wav", path: "x/b/a/k.wav", isMatch: false),
        Case(glob: "Old/**", path: "Old", isMatch: true, isDirectory: true),
        Case(glob: "Old/**", path: "x/Old", isMatch: false, isDirectory: true),
        Case(glob: "Old/**", path: "Old", isMatch: false),
        Case(glob: "/Old", path: "Old", isMatch: true, isDirectory: true),
        Case(glob: "/Old", path: "x/Old", isMatch: false, isDirectory: true),
        Case(glob: "Old/", path: "x/Old", isMatch: true, isDirectory: true),
        Case(glob: "Old/", path: "x/Old", isMatch: false),
        Case(glob: "./Old/x", path: "Old/x", isMatch: true),
        Case(glob: "**", path: "anything", isMatch: true),
        Case(glob: "*", path: "a/b", isMatch: true),
        Case(glob: "**/*", path: "a/b", isMatch: true),
        Case(glob: "x/*", path: "x/y", isMatch: true, isDirectory: true),
        Case(glob: "", path: "a", isMatch: false),
        Case(glob: "/", path: "a", isMatch: false),
        Case(glob: "take ?.wav", path: "take 1.wav", isMatch: true),
        Case(glob: "take ?.wav", path: "take 10.wav", isMatch: false),
        Case(glob: "?", path: "ä", isMatch: true),
        Case(glob: "*??", path: "€", isMatch: false),
        Case(glob: "*??", path: "a€", isMatch: true),
        Case(glob: "[a-c]x", path: "bx", isMatch: true),
        Case(glob: "[!a-c]x", path: "bx", isMatch: false),
        Case(glob: "[^a-c]x", path: "dx", isMatch: true),
        Case(glob: "[]x]", path: "]", isMatch: true),
        Case(glob: "[ä-ö]", path: "ö", isMatch: true),
        Case(glob: "[a-]", path: "-", isMatch: true),
        Case(glob: "[unclosed", path: "[unclosed", isMatch: true),
        Case(glob: "\\*.wav", path: "*.wav", isMatch: true),
        Case(glob: "\\*.wav", path: "a.wav", isMatch: false),
        Case(glob: "{a,b}", path: "{a,b}", isMatch: true),
        Case(glob: "!keep", path: "!keep", isMatch: true),
        Case(glob: "a*b*c", path: "aXbYbZc", isMatch: true),
        Case(glob: "a*b*c", path: "aXbYbZ", isMatch: false),
        Case(glob: "kick*", path: "kick", isMatch: true),
        Case(glob: "*kick", path: "kic", isMatch: false),
        Case(glob: "KICK", path: "kick", isMatch: false),
    ]) func `a glob matches as its documentation says`(given: Case) {
        let names = given.path.split(separator: "/").map { FileName(String($0)) }
        let glob = Glob(given.glob)
        let result = glob.matches(
            names.last ?? "", below: Array(names.dropLast()), isDirectory: given.isDirectory)
        #expect(result == given.isMatch)
    }

    @Test func `names that are not text are matched by their bytes`() {
        let latin = FileName(bytes: [0x6B, 0xE4, 0x2E, 0x77, 0x61, 0x76])
        #expect(Glob("k?.wav").matches(latin, below: [], isDirectory: false))
        #expect(Glob("*.wav").matches(latin, below: [], isDirectory: false))
        #expect(!Glob("kä.wav").matches(latin, below: [], isDirectory: false))
        #expect(Glob("k[!a].wav").matches(latin, below: [], isDirectory: false))
    }

    @Test func `a glob made to backtrack takes no time`() {
        let name = FileName(bytes: Array(repeating: UInt8(ascii: "a"), count: 255))
        let glob = Glob(String(repeating: "a*", count: 100) + "b*c")
        let deep = Array(repeating: name, count: 1000)
        let path = Glob(String(repeating: "**/a*a/", count: 20) + "*a")
        let clock = ContinuousClock()
        let time = clock.measure {
            #expect(!glob.matches(name, below: [], isDirectory: false))
            #expect(path.matches(name, below: deep, isDirectory: false))
        }
        // Exponential work would not end this year; the measured time is some milliseconds.
        #expect(time < .seconds(5))
    }
}
