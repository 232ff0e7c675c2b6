import AudiowatchCore
import Foundation
import SystemPackage
import TestSupport
import Testing
@testable import HTTPDashboard

/// The page's files as they are sent.
@Suite(.timeLimit(.minutes(1))) struct PageAssetsTests {
    private static let script = String(repeating: "export const kick = 1;\n", count: 100)

    private func options() -> ServedPage.Options {
        var options = ServedPage.Options()
        options.assets = PageAssets([
            .init(name: "index.html", type: "text/html; charset=utf-8", bytes: Array("<p>hi".utf8)),
            .init(name: "app.js", type: "text/javascript", bytes: Array(Self.script.utf8)),
        ])
        return options
    }

    /// What gzip itself makes of bytes.
    private func unpacked(_ bytes: [UInt8]) throws -> String {
        let folder = try TemporaryFolder("gzip")
        let file = try folder.file("a.gz", bytes)
        let result = try run("/usr/bin/env", ["gzip", "-dc", file.string])
        guard result.status == 0 else { throw TestFailure(result.errorText) }
        return result.text
    }

    @Test func `a script comes as gzip to whoever takes it, and as it is to all others`()
        async throws
    {
        try await ServedPage.serving(options()) { page in
            let plain = try await page.ask("/assets/app.js")
            #expect(plain.text == Self.script)
            #expect(plain.fields["content-encoding"] == nil)
            #expect(plain.fields["vary"] == "Accept-Encoding")
            let packed = try await page.ask(
                "/assets/app.js", headers: ["Accept-Encoding: gzip, deflate, br"])
            #expect(packed.status == 200)
            #expect(packed.fields["content-encoding"] == "gzip")
            #expect(packed.fields["vary"] == "Accept-Encoding")
            #expect(packed.fields["content-type"] == "text/javascript")
            #expect(packed.fields["content-length"] == "\(packed.body.count)")
            #expect(packed.body.count < Self.script.utf8.count / 4)
            #expect(try unpacked(packed.body) == Self.script)
            let refused = try await page.ask(
                "/assets/app.js", headers: ["Accept-Encoding: gzip;q=0, *"])
            #expect(refused.text == Self.script)
            // What would only grow is left as it is.
            let short = try await page.ask("/", headers: ["Accept-Encoding: gzip"])
            #expect(short.text == "<p>hi")
            #expect(short.fields["content-encoding"] == nil)
        }
    }

    @Test func `each coding has its own tag, and HEAD says what GET would`() async throws {
        try await ServedPage.serving(options()) { page in
            let gzip = "Accept-Encoding: gzip"
            let plain = try #require(try await page.ask("/assets/app.js").fields["etag"])
            let packed = try await page.ask("/assets/app.js", headers: [gzip])
            let tag = try #require(packed.fields["etag"])
            #expect(tag != plain)
            for (known, headers, status) in [
                (tag, [gzip], 304), ("\"x\", W/\(tag)", [gzip], 304), ("*", [gzip], 304),
                (plain, [gzip], 200), (plain, [], 304), (tag, [], 200),
            ] {
                let answer = try await page.ask(
                    "/assets/app.js", headers: headers + ["If-None-Match: \(known)"])
                #expect(answer.status == status, "\(known) \(headers)")
                #expect(answer.fields["vary"] == "Accept-Encoding")
                #expect(answer.fields["etag"] == (headers.isEmpty ? plain : tag))
            }
            let head = try await page.ask("/assets/app.js", "HEAD", headers: [gzip])
            #expect(head.status == 200 && head.body.isEmpty)
            #expect(head.fields["content-length"] == "\(packed.body.count)")
            #expect(head.fields["content-encoding"] == "gzip")
            #expect(head.fields["etag"] == tag)
        }
    }

    @Test(
        arguments: [
            ([], false), (["gzip"], true), (["GZIP"], true), (["x-gzip"], true), (["*"], true),
            (["br, gzip;q=0.1"], true), (["br", "gzip"], true), (["gzip;q=0"], false),
            (["gzip; q=0.000"], false), (["gzip;q=0, *;q=1"], false), (["*;q=0"], false),
            (["identity"], false), (["gzip;q=much"], false), ([""], false), ([";;,,"], false),
        ] as [([String], Bool)])
    func `only a client that says so gets gzip`(fields: [String], takes: Bool) {
        #expect(AcceptedCodings(fields).takesGzip == takes)
    }

    @Test func `the page suggests every operator and every state, and no other`() async throws {
        var options = ServedPage.Options()
        options.assets = .embedded
        try await ServedPage.serving(options) { page in
            let script = try await page.ask("/assets/operators.js").text
            let names = script.matches(of: /name: "([a-z]+)"/).map { String($0.1) }
            #expect(names == SearchOperator.all.map(\.name))
            let states = try #require(script.firstMatch(of: /name: "is"[^\[]*\[([^\]]*)\]/)).1
            #expect(
                states.split(separator: ", ")
                    == FileStateWord.allCases.map { "\"\($0.rawValue)\"" })
        }
    }

    @Test func `the whole page is small on its way`() throws {
        // With all views, most of which are loaded when they are looked at: a page begins with half of it.
        #expect(PageAssets.embedded.packedBytes <= 85_000, "\(PageAssets.embedded.packedBytes)")
        #expect(PageAssets.embedded.packedBytes > 10_000)
    }
}
