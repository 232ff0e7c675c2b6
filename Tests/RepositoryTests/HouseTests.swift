import Foundation
import TestSupport
import Testing

@Suite struct HouseTests {
    @Test func `the top level holds what belongs there`() throws {
        let listing = try run(
            "/usr/bin/env", ["git", "-c", "safe.directory=*", "ls-files", "-z"],
            folder: Repository.root.path)
        guard listing.status == 0 else {
            print("skipped: no git checkout: \(listing.errorText)")
            return
        }
        let allowed: Set = [
            "Package.swift", "Sources", "Tests", "config", "scripts", "README.md", "LICENSE",
            "CHANGELOG.md",
        ]
        let top = Set(
            listing.text.split(separator: "\0").compactMap { $0.split(separator: "/").first })
        #expect(!top.isEmpty)
        for name in top {
            #expect(name.hasPrefix(".") || allowed.contains(String(name)), "\(name)")
        }
    }

    @Test func `no file is so long that it holds two ideas`() throws {
        for path in try Repository.swiftFiles(below: "Sources")
            + Repository.swiftFiles(below: "Tests")
        {
            let lines = try Repository.text(path).split(
                separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= 400, "\(path) has \(lines.count) lines; 300 is the aim")
        }
    }
}
