import AudiowatchCore
import Testing

struct JobOrderTests {
    private func job(_ number: Int64, _ priority: Job.Priority) -> Job {
        Job(
            id: Job.ID(rawValue: number), kind: .examine, source: Source.ID(rawValue: 1),
            place: Place(Directory.ID(rawValue: 1), FileName("\(number).wav")), priority: priority,
            generation: 0, attempts: 0)
    }

    @Test func `priorities go in the order in which they are written`() {
        #expect(Job.Priority.live.goes(before: .settling))
        #expect(Job.Priority.settling.goes(before: .scan))
        #expect(Job.Priority.vanished.goes(before: .digest))
        #expect(!Job.Priority.digest.goes(before: .digest))
        #expect(!Job.Priority.scan.goes(before: .live))
    }

    @Test func `a line of two is by priority, the fresh first among equals, and nobody twice`() {
        let waiting = [job(1, .live), job(2, .scan), job(3, .scan), job(4, .digest)]
        let fresh = [job(5, .live), job(3, .live), job(6, .scan), job(7, .digest)]
        let line = Job.line(of: fresh, before: waiting)
        #expect(line.map(\.id.rawValue) == [5, 3, 1, 6, 2, 7, 4])
        #expect(Job.line(of: [], before: waiting) == waiting)
        #expect(Job.line(of: fresh, before: []) == fresh)
    }
}
