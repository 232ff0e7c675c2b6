import AudiowatchCore
import Foundation
import TestSupport
import Testing
@testable import LocalDisk

/// How the desktop is asked to show a file.
@Suite struct FileManagerWindowTests {
    private func arguments(_ path: String, bus: Bool = true, screen: Bool = true) -> [[String]] {
        FileManagerWindow(.init(hasBus: bus, hasScreen: screen)).ways(to: Array(path.utf8))
            .map(\.arguments)
    }

    @Test func `a name cannot end its own argument, whatever it holds`() throws {
        let hostile = "/m/-o '],'x', \"$(id)`;,%41\n\u{202E}ü#?&[].wav"
        let address = try #require(FileAddress(Array(hostile.utf8))?.description)
        #expect(
            address == "file:///m/-o%20%27%5D%2C%27x%27%2C%20%22%24%28id%29%60%3B%2C%2541%0A"
                + "%E2%80%AE%C3%BC%23%3F%26%5B%5D.wav")
        #expect(URL(string: address)?.path == hostile)
        let ways = arguments(hostile)
        #expect(ways.map(\.first) == ["gdbus", "dbus-send", "xdg-open"])
        #expect(ways[0].suffix(2) == ["['\(address)']", ""])
        #expect(ways[1].suffix(2) == ["array:string:\(address)", "string:"])
        #expect(ways[2] == ["xdg-open", "file:///m"])
    }

    @Test func `names that are no text keep their bytes`() {
        #expect(FileAddress([0x2F, 0xE9, 0xFF])?.description == "file:///%E9%FF")
        #expect(FileAddress([0x2F])?.description == "file:///")
        for path in ["", "a", "-o/x", "file:///x"] {
            #expect(FileAddress(Array(path.utf8)) == nil, "\(path)")
            #expect(arguments(path).isEmpty, "\(path)")
        }
        #expect(FileAddress([0x2F, 0x61, 0x00]) == nil)
        #expect(arguments("/song.wav").last == ["xdg-open", "file:///"])
    }

    @Test func `without a bus only a folder can be opened, without a screen nothing`() {
        #expect(arguments("/m/a.wav", bus: false).map(\.first) == ["xdg-open"])
        #expect(arguments("/m/a.wav", bus: false, screen: false).isEmpty)
        #expect(throws: FileManagerWindow.Failure.noDesktop) {
            try FileManagerWindow(.init(hasBus: false, hasScreen: false)).show(
                Array("/m/a.wav".utf8))
        }
    }
}
