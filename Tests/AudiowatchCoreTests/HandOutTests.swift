import AudiowatchCore
import Testing

private let music = Source.ID(rawValue: 1)
private let drums = Source.ID(rawValue: 2)
private let voices = Source.ID(rawValue: 3)

/// One case: who is in work, what waits, what is held back; and whose job goes next.
private struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var workers = 2
    var inWork: [Source.ID: Int] = [:]
    var jobs: [Source.ID]
    var held: Set<Source.ID> = []
    var depths: [UInt64: Int] = [:]
    var next: Int?
}

@Suite struct HandOutTests {
    @Test(arguments: [
        Case(testDescription: "the first of the queue", jobs: [music, drums], next: 0),
        Case(testDescription: "nothing waits", jobs: [], next: nil),
        Case(
            testDescription: "the last worker goes to a source that has none",
            inWork: [music: 1], jobs: [music, music, drums], next: 2),
        Case(
            testDescription: "a source alone may have all workers",
            inWork: [music: 1], jobs: [music, music], next: 0),
        Case(
            testDescription: "a worker that is not the last goes by the order",
            workers: 3, inWork: [music: 1], jobs: [music, drums], next: 0),
        Case(
            testDescription: "one worker alone serves all in their order",
            workers: 1, jobs: [music, drums], next: 0),
        Case(
            testDescription: "a source that is held gets none",
            jobs: [music, music, drums], held: [music], next: 2),
        Case(
            testDescription: "nobody else waits for the source that is held",
            jobs: [music], held: [music], next: nil),
        Case(
            testDescription: "the stand-in does not go where the other waits",
            workers: 3, inWork: [music: 2], jobs: [music, drums], held: [music], next: 1),
        Case(
            testDescription: "a disk that is full of readers gets no further one",
            workers: 4, inWork: [music: 1], jobs: [drums, music, voices], depths: [7: 1], next: 2),
        Case(
            testDescription: "two sources of one disk share its depth",
            workers: 8, inWork: [music: 1, drums: 1], jobs: [drums, music], depths: [7: 3], next: 0),
        Case(
            testDescription: "a depth of none stops the disk",
            jobs: [music], depths: [7: 0], next: nil),
    ])
    fileprivate func `who goes next`(_ given: Case) {
        var handOut = HandOut(workers: given.workers)
        handOut.held = given.held
        handOut.disks = [music: 7, drums: 7]
        handOut.depths = given.depths
        #expect(handOut.next(among: given.jobs, inWork: given.inWork) == given.next)
    }

    @Test func `however long its queue, one source leaves a worker for another`() {
        let handOut = HandOut(workers: 4)
        let jobs = [Source.ID](repeating: music, count: 20) + [drums, drums]
        var inWork: [Source.ID: Int] = [:]
        for _ in 0..<4 {
            guard let place = handOut.next(among: jobs, inWork: inWork) else { break }
            inWork[jobs[place], default: 0] += 1
        }
        #expect(inWork == [music: 3, drums: 1])
    }
}
