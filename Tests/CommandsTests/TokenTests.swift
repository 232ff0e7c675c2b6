import ArgumentParser
import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import Commands

@Suite struct TokenTests {
    @Test func `a new token is for its owner alone, and never the old one`() throws {
        let folder = try TemporaryFolder("token")
        let path = folder.appending("made/token").string
        var texts: Set<String> = []
        for _ in 0..<2 {
            let command = try AudiowatchCommand.parseAsRoot(["token", "new", path])
            var new = try #require(command as? TokenCommand.New)
            try new.run()
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            texts.insert(try String(contentsOfFile: path, encoding: .utf8))
        }
        #expect(texts.count == 2)
        #expect(texts.allSatisfy { $0.utf8.count == 49 })
    }
}
