import TestSupport
import Testing

@testable import HTTPDashboard

@Suite(.timeLimit(.minutes(1))) struct SoundCardRouteTests {
    @Test func `who holds a sound card is told to clients on this machine`() async throws {
        try await ServedPage.serving { page in
            let holder = try #require(
                try await page.ask("/api/sound-cards").list("holders").first)
            #expect(holder["card"] as? String == "HDA Intel PCH")
            #expect(holder["program"] as? String == "reaper")
            #expect(holder["pid"] as? Int == 4711)
            #expect(holder["kind"] as? String == "alone")
        }
    }
}
