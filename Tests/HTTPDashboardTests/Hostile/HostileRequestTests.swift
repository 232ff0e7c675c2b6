import Foundation
import Glibc
import TestSupport
import Testing
@testable import HTTPDashboard

/// Requests that nobody honest sends, as bytes over TCP to the real server. A bug found in one is a new line in a
/// table of `Cases/Hostile`.
@Suite(.serialized, .timeLimit(.minutes(5))) struct HostileRequestTests {
    @Test(arguments: HostileTable.names)
    func `hostile requests are answered as their table says`(name: String) async throws {
        let table = try HostileTable.read(name)
        var options = ServedPage.Options()
        options.token = table.server?.token
        if table.server?.isForeign == true { options.user = getuid() &+ 1 }
        try await ServedPage.serving(options) { page in
            let ground = try HostileGround(page)
            for one in table.cases {
                let before = page.asked.deeds
                do {
                    try await check(one, on: ground)
                } catch {
                    Issue.record("\(one.title)\n\(error)")
                }
                #expect(page.asked.deeds - before == one.deeds, "\(one.title)")
                // Whatever it was, the next one is answered.
                #expect(try await page.ask("/", host: "evil.example").status == 421)
            }
        }
    }

    private func check(_ one: HostileCase, on ground: HostileGround) async throws {
        let bytes = one.bytes(ground.values)
        let back = try await blocking {
            try ground.send(bytes, hangsUp: one.hangsUp, opens: one.opens)
        }
        let text = String(decoding: back, as: UTF8.self)
        if one.opens {
            let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
            #expect(one.expected == .statuses([status ?? 0]), "\(one.title)")
        } else {
            let answers = try RawAnswers(back, isHead: one.isHead)
            switch one.expected {
            case .statuses(let statuses): #expect(answers.statuses == statuses, "\(one.title)")
            case .refusal:
                #expect(answers.isRefusal, "\(one.title): \(answers.statuses)")
                #expect(!answers.statuses.contains(500), "\(one.title)")
            }
        }
        if let says = one.says { #expect(text.contains(says), "\(one.title)\n\(text)") }
        if let never = one.never { #expect(!text.contains(never), "\(one.title)\n\(text)") }
        if let leak = ground.leak(in: text) { Issue.record("\(one.title)\ntells \(leak)") }
    }

    @Test func `each table names a control that is there, and there are enough of them`() throws {
        let tables = try HostileTable.names.map { try HostileTable.read($0) }
        #expect(tables.reduce(0) { $0 + $1.cases.count } >= 150)
        #expect(Set(tables.map(\.threat)).count == tables.count)
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/HTTPDashboard")
        let files =
            FileManager.default.enumerator(atPath: sources.path)?
            .compactMap { ($0 as? String).map { URL(fileURLWithPath: $0).lastPathComponent } } ?? []
        for table in tables {
            #expect(files.contains("\(table.control).swift"), "\(table.threat)")
        }
    }
}
