import AudiowatchCore
import TestSupport
import Testing

@testable import SQLiteCatalog

/// Jobs that could not be done at once.
struct RetryTests {
    private func notBefore(_ shelf: Shelf) throws -> Int64 {
        try shelf.number("SELECT not_before FROM jobs") ?? 0
    }

    @Test func `a file that keeps changing is looked at ever more rarely, a minute apart at most`()
        throws
    {
        let shelf = try Shelf()
        let place = shelf.place("recording.wav")
        _ = try shelf.job(place)
        var pauses: [Int64] = []
        for _ in 0..<9 {
            let at = shelf.now()
            _ = try shelf.writer.finish(
                [shelf.finished(shelf.waiting(place), .unsettled(nil, again: .seconds(1)))],
                generations: [shelf.source: 1], at: at, jitter: 0)
            pauses.append((try notBefore(shelf) - at.microseconds) / 1_000_000)
        }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60])
        #expect(try shelf.waiting(place).attempts == 0)
        #expect(try shelf.waiting(place).priority == .again)
    }

    @Test func `a failing file is tried ten times, then rests as a problem`() throws {
        let shelf = try Shelf()
        let place = shelf.place("a.wav")
        let failure = Examination.Failure(
            problem: Problem(.unreadable, "input/output error"),
            reading: Examination.Reading(
                stamp: .of(inode: 10), isRacy: false, fingerprint: Fingerprint(7), properties: nil,
                problems: []), isRetryable: true)
        _ = try shelf.job(place)
        for attempt in 1...9 {
            try shelf.finish([shelf.finished(shelf.waiting(place), .failed(failure))])
            #expect(try shelf.waiting(place).attempts == attempt)
        }
        try shelf.finish([shelf.finished(shelf.waiting(place), .failed(failure))])
        #expect(try shelf.jobCount() == 0)
        #expect(try shelf.rows("SELECT kind, attempts FROM problems").count == 1)
        #expect(try shelf.number("SELECT attempts FROM problems") == 10)
        // Catalogued all the same, with its fingerprint and no properties.
        #expect(try shelf.number("SELECT count(*) FROM audio_files WHERE format IS NULL") == 1)
        #expect(try shelf.catalog.verifyCounters() == [])
        // A clean reading forgets the problem.
        try shelf.look("a.wav", .bytes(7, .of(inode: 10)))
        #expect(try shelf.number("SELECT count(*) FROM problems") == 0)
        #expect(try shelf.texts("SELECT format FROM audio_files") == ["wav"])
    }

    @Test(arguments: [Problem.Kind.crashed, .timedOut])
    func `a file that ends its helper rests after three strikes, until it changes`(
        kind: Problem.Kind
    ) throws {
        let shelf = try Shelf()
        let place = shelf.place("evil.wav")
        let failure = Examination.Failure(
            problem: Problem(kind, "signal 11"),
            reading: Examination.Reading(
                stamp: .of(inode: 10), isRacy: false, fingerprint: Fingerprint(7), properties: nil,
                problems: []), isRetryable: true)
        _ = try shelf.job(place)
        for _ in 1...2 {
            try shelf.finish([shelf.finished(shelf.waiting(place), .failed(failure))])
        }
        #expect(try shelf.jobCount() == 1)
        try shelf.finish([shelf.finished(shelf.waiting(place), .failed(failure))])
        #expect(try shelf.jobCount() == 0)
        #expect(try shelf.texts("SELECT kind FROM problems") == [kind.rawValue])
        #expect(try shelf.number("SELECT attempts FROM problems") == 3)
        // Catalogued all the same, by its fingerprint.
        #expect(try shelf.number("SELECT count(*) FROM files") == 1)
        // Another stamp is another file: it gets its tries anew.
        _ = try shelf.job(place)
        try shelf.finish([shelf.finished(shelf.waiting(place), .failed(failure))])
        #expect(try shelf.waiting(place).attempts == 1)
    }

    @Test func `a failure that time cannot mend is not tried again`() throws {
        let shelf = try Shelf()
        let problem = Problem(.unreadable, "permission denied")
        try shelf.look("a.wav", .failed(.init(problem: problem, isRetryable: false)))
        #expect(try shelf.jobCount() == 0)
        #expect(try shelf.number("SELECT count(*) FROM problems") == 1)
        #expect(try shelf.number("SELECT count(*) FROM files") == 0)
        // Gone from the disk, gone as a problem.
        try shelf.look("a.wav", .missing)
        #expect(try shelf.number("SELECT count(*) FROM problems") == 0)
    }

    @Test func `what is no audio is catalogued without properties, and probed at each copy`() throws
    {
        let shelf = try Shelf()
        let problem = Problem(.notAudio, "html")
        try shelf.look("a.wav", .bytes(7, .of(inode: 10), Properties(), problems: [problem]))
        #expect(try shelf.texts("SELECT kind FROM problems") == ["not-audio"])
        #expect(try shelf.catalog.isKnown(fingerprint: Fingerprint(7), size: 500) == false)
        #expect(try shelf.jobCount() == 0)
        #expect(try shelf.number("SELECT count(*) FROM audio_files") == 1)
    }

    @Test func `a wrong extension is a problem of the name, so a copy is probed too`() throws {
        let shelf = try Shelf()
        let problem = Problem(.wrongExtension, "it is wav")
        try shelf.look("a.mp3", .bytes(7, .of(inode: 10), problems: [problem, problem]))
        #expect(try shelf.catalog.isKnown(fingerprint: Fingerprint(7), size: 500) == false)
        try shelf.look("a.wav", .bytes(7, .of(inode: 11)))
        #expect(try shelf.rows("SELECT name FROM problems").count == 1)
    }

    @Test func `the user's retry is due at once, and the stamp proves nothing then`() throws {
        let shelf = try Shelf()
        let problem = Problem(.suspect, "lies")
        try shelf.look("a.wav", .bytes(7, .of(inode: 10), problems: [problem]))
        let id = try shelf.number("SELECT id FROM problems") ?? 0
        #expect(try shelf.writer.retry(problem: id))
        #expect(try shelf.waiting(shelf.place("a.wav")).priority == .live)
        let file = try shelf.catalog.liveFile(at: shelf.place("a.wav"))
        #expect(file?.mustBeRead == true)
        #expect(try shelf.writer.retry(problem: 4_711) == false)
    }

    @Test func `a racy reading is written and looked at again`() throws {
        let shelf = try Shelf()
        let now = shelf.now()
        let fresh = Stamp.of(inode: 10, modified: now.microseconds * 1_000)
        try shelf.look("a.wav", .bytes(7, fresh, isRacy: true))
        #expect(try shelf.contents().count == 1)
        #expect(try shelf.jobCount() == 1)
        #expect(try shelf.catalog.liveFile(at: shelf.place("a.wav"))?.mustBeRead == true)
        for _ in 0..<20 { _ = shelf.now() }
        let job = try shelf.waiting(shelf.place("a.wav"))
        try shelf.finish([shelf.finished(job, .bytes(7, fresh))])
        #expect(try shelf.jobCount() == 0)
        #expect(try shelf.catalog.liveFile(at: shelf.place("a.wav"))?.mustBeRead == false)
    }

    @Test func `a source that went away keeps its jobs untouched`() throws {
        let shelf = try Shelf()
        let job = try shelf.job(shelf.place("a.wav"))
        try shelf.finish([shelf.finished(job, .sourceAway(reason: "unplugged"))])
        #expect(try shelf.waiting(shelf.place("a.wav")) == job)
        try shelf.writer.setState(.offline(reason: "unplugged"), of: shelf.source)
        let far = CatalogTime(microseconds: .max)
        #expect(try shelf.catalog.readyJobs(limit: 9, excluding: [], at: far).isEmpty)
        #expect(try shelf.catalog.pendingJobs(at: far) == 0)
        #expect(try shelf.jobCount() == 1)
    }
}
