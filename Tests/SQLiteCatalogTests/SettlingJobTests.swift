import AudiowatchCore
import SystemPackage
import TestSupport
import Testing

@testable import SQLiteCatalog

/// Jobs of files that may still be being written.
struct SettlingJobTests {
    private func look(_ shelf: Shelf, _ place: Place, _ found: Examination) throws {
        try shelf.finish([shelf.finished(shelf.waiting(place), found)])
    }

    private func pending(_ shelf: Shelf) throws -> Int {
        try shelf.catalog.pendingJobs(at: shelf.now())
    }

    @Test func `a file that is left alone settles, and nobody waits for it`() throws {
        let shelf = try Shelf()
        let place = shelf.place("take.wav")
        _ = try shelf.job(place)
        #expect(try pending(shelf) == 1)
        try look(shelf, place, .unsettled(.of(inode: 5), again: .seconds(60)))
        let job = try shelf.waiting(place)
        #expect(job.priority == .settling && job.looks == 1 && !job.isAskedFor)
        #expect(try pending(shelf) == 0)
        let counts = try shelf.catalog.counts()
        #expect(counts.settling == 1 && counts.waiting == 0)
    }

    @Test func `a file that is torn is waited for twice, then it has to hold still first`() throws {
        let shelf = try Shelf()
        let place = shelf.place("take.wav")
        _ = try shelf.job(place)
        for looks in 1...2 {
            try look(shelf, place, .torn(.of(inode: 5)))
            let job = try shelf.waiting(place)
            #expect(job.priority != .settling && job.looks == Int64(looks))
            #expect(try pending(shelf) == 1)
        }
        try look(shelf, place, .torn(.of(inode: 5)))
        #expect(try shelf.waiting(place).priority == .settling)
        #expect(try pending(shelf) == 0)
        try shelf.writer.askForSettling(shelf.source)
        try look(shelf, place, .torn(.of(inode: 5)))
        #expect(try pending(shelf) == 1)
    }

    @Test func `its close ends the settling and everything counted for it`() throws {
        let shelf = try Shelf()
        let place = shelf.place("take.wav")
        _ = try shelf.job(place)
        for _ in 0..<4 {
            try look(shelf, place, .unsettled(.of(inode: 5), again: .seconds(1)))
        }
        #expect(try shelf.waiting(place).looks == 4)
        try shelf.writer.enqueue([
            JobRequest(.examine, source: shelf.source, place: place, priority: .live)
        ])
        let job = try shelf.waiting(place)
        #expect(job.priority == .live && job.looks == 0)
        #expect(try pending(shelf) == 1)
    }

    @Test func `a sync point has it examined now, whatever a look from before says`() throws {
        let shelf = try Shelf()
        let place = shelf.place("take.wav")
        _ = try shelf.job(place)
        try look(shelf, place, .unsettled(.of(inode: 5), again: .seconds(60)))
        let before = try shelf.waiting(place)
        try shelf.writer.askForSettling(shelf.source)
        #expect(try shelf.waiting(place).isAskedFor)
        #expect(try pending(shelf) == 1)
        try shelf.finish([shelf.finished(before, .unsettled(.of(inode: 5), again: .seconds(1)))])
        #expect(try shelf.waiting(place).isAskedFor)
        try look(shelf, place, .unsettled(.of(inode: 5), again: .seconds(60)))
        #expect(try !shelf.waiting(place).isAskedFor)
        #expect(try pending(shelf) == 0)
    }

    @Test func `what was read though it may be unfinished has its row, and settles on`() throws {
        let shelf = try Shelf()
        let place = shelf.place("half.wav")
        _ = try shelf.job(place)
        var reading = Examination.Reading(
            stamp: .of(inode: 5), isRacy: false, fingerprint: Fingerprint(9), properties: .wav(),
            problems: [])
        reading.isSettling = true
        try look(shelf, place, .read(reading))
        #expect(try shelf.contents().keys.contains("half.wav"))
        #expect(try shelf.waiting(place).priority == .settling)
        try look(shelf, place, .unchanged(.of(inode: 5)))
        #expect(try shelf.jobCount() == 0)
    }

    @Test func `a path without a row tells that it is settling`() throws {
        let shelf = try Shelf()
        let place = shelf.place("take.wav")
        _ = try shelf.job(place)
        try look(shelf, place, .unsettled(.of(inode: 5), again: .seconds(60)))
        #expect(try shelf.catalog.jobs(at: "/music/take.wav").map(\.isSettling) == [true])
        #expect(try shelf.catalog.jobs(at: "/music/other.wav").isEmpty)
    }
}
