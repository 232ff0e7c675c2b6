import AudiowatchCore
import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import HTTPDashboard

/// Sorting, paging, totals and facets as a page asks for them: over HTTP, answered by an index, and the same
/// where there is none.
@Suite(.timeLimit(.minutes(2))) struct SearchRoutesTests {
    /// Thirty contents; the tenth has two copies. Names, lengths and sizes are in different orders.
    private func fill(_ library: Library) throws {
        for number in 0..<30 {
            try library.add(
                FileName("\(number % 2 == 0 ? "kick" : "Snare") \((number * 7) % 30).wav"),
                [UInt8](repeating: 1, count: 100 + (number * 11) % 30),
                fingerprint: UInt64(number + 1), format: number % 3 == 0 ? "flac" : "wav",
                duration: Double((number * 13) % 30))
        }
        for copy in 1...2 {
            try library.add(
                FileName("copy \(copy).wav"), [UInt8](repeating: 1, count: 100 + (10 * 11) % 30),
                fingerprint: 11, duration: Double((10 * 13) % 30))
        }
    }

    private struct Found: Equatable {
        var ids: [Int]
        var total: Int?
    }

    private func found(_ page: ServedPage, _ target: String) async throws -> Found {
        let answer = try await page.ask(target)
        try #require(answer.status == 200, "\(target): \(answer.text)")
        return Found(
            ids: try answer.list("hits").compactMap { $0["id"] as? Int },
            total: try answer.object()["total"] as? Int)
    }

    private func serving(
        isIndexed: Bool, _ body: @Sendable (ServedPage) async throws -> Void
    ) async throws {
        var options = ServedPage.Options()
        options.isIndexed = isIndexed
        try await ServedPage.serving(options) { page in
            try fill(page.library)
            try await body(page)
        }
    }

    @Test(arguments: [true, false])
    func `rows are sorted by what was asked for, either way round`(isIndexed: Bool) async throws {
        try await serving(isIndexed: isIndexed) { page in
            let rows = try await page.ask("/api/files?limit=100").list("hits")
            try #require(rows.count == 30)
            func sorted<Key: Comparable>(_ key: ([String: Any]) -> Key) -> [Int] {
                rows.sorted { left, right in
                    let (one, other) = (key(left), key(right))
                    return one != other
                        ? one < other : (left["id"] as? Int ?? 0) < (right["id"] as? Int ?? 0)
                }.compactMap { $0["id"] as? Int }
            }
            let expected = [
                "number": sorted { _ in 0 },
                "size": sorted { $0["size"] as? Int ?? 0 },
                "duration": sorted {
                    ($0["properties"] as? [String: Any])?["duration"] as? Double ?? 0
                },
                "name": sorted { (($0["path"] as? String) ?? "").lowercased() },
            ]
            for (order, ids) in expected {
                let up = try await found(page, "/api/files?limit=100&sort=\(order)")
                #expect(up.ids == ids, "\(order)")
                let down = try await found(page, "/api/files?limit=100&sort=\(order)&order=desc")
                #expect(down.ids == ids.reversed(), "\(order)")
            }
        }
    }

    @Test func `a page begins where it is told to and goes on where the last one ended`()
        async throws
    {
        try await serving(isIndexed: true) { page in
            let all = try await found(page, "/api/files?limit=100&sort=name&q=kick")
            #expect(all.total == 15)
            #expect(all.ids.count == 15)
            for offset in [0, 4, 14, 15, 99] {
                let some = try await found(
                    page, "/api/files?limit=6&sort=name&q=kick&offset=\(offset)")
                #expect(some.ids == Array(all.ids.dropFirst(offset).prefix(6)), "\(offset)")
                #expect(some.total == 15)
            }
            var walked: [Int] = []
            var after: String?
            repeat {
                let place = after.map { "&after=\($0)" } ?? ""
                let answer = try await page.ask("/api/files?limit=4&sort=name&q=kick\(place)")
                walked += try answer.list("hits").compactMap { $0["id"] as? Int }
                after = try answer.next()
            } while after != nil && walked.count < 100
            #expect(walked == all.ids)
        }
    }

    @Test func `a row that has gone is no place to lose one's way`() async throws {
        try await serving(isIndexed: true) { page in
            let first = try await page.ask("/api/files?limit=5&sort=name")
            let all = try await found(page, "/api/files?limit=100&sort=name")
            let last = try #require(try first.list("hits").last?["path"] as? String)
            let name = try #require(FilePath(last).lastComponent)
            try page.library.remove(FileName(name.string))
            let next = try #require(try first.next())
            let second = try await found(page, "/api/files?limit=5&sort=name&after=\(next)")
            #expect(second.ids == Array(all.ids[5..<10]))
            #expect(second.total == 29)
        }
    }

    @Test func `each facet's term finds as many as the facet counts`() async throws {
        try await serving(isIndexed: true) { page in
            for query in ["", "kick", "format:flac", "-snare"] {
                let text = query.replacing(":", with: "%3A")
                let facets = try await page.ask("/api/facets?q=\(text)").object()
                var checked = 0
                for kind in [
                    "format", "source", "rate", "channels", "bits", "dur", "size", "modified",
                    "dir", "state",
                ] {
                    for value in (facets[kind] as? [[String: Any]]) ?? [] {
                        guard let term = value["term"] as? String else { continue }
                        var allowed = CharacterSet.alphanumerics
                        allowed.insert(charactersIn: "-.")
                        let words = "\(query) \(term)".addingPercentEncoding(
                            withAllowedCharacters: allowed)
                        let hits = try await found(page, "/api/files?limit=1&q=\(words ?? "")")
                        #expect(hits.total == value["count"] as? Int, "\(query) \(term)")
                        checked += 1
                    }
                }
                #expect(checked > 5, "\(facets)")
            }
        }
    }

    @Test func `without an index facets are refused with a way out, and a search is not`()
        async throws
    {
        try await serving(isIndexed: false) { page in
            let facets = try await page.ask("/api/facets?q=kick")
            #expect(facets.status == 503)
            #expect(facets.text.contains("ask again"))
            #expect(try await found(page, "/api/files?q=kick&limit=100").ids.count == 15)
        }
    }
}
