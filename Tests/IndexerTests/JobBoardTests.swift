import AudiowatchCore
import Foundation
import Synchronization
import Testing

@testable import Indexer

/// A queue in memory in place of the catalogue's: the board asks both in the same way.
private final class Queue: Sendable {
    let jobs = Mutex<[Job]>([])
    let fetches = Mutex(0)
    let next = Mutex<CatalogTime?>(nil)

    func add(_ number: Int64, _ priority: Job.Priority = .scan, source: Int64 = 1) {
        let job = Job(
            id: Job.ID(rawValue: number), kind: .examine, source: Source.ID(rawValue: source),
            place: Place(Directory.ID(rawValue: 1), FileName("\(number).wav")), priority: priority,
            generation: 0, attempts: 0)
        jobs.withLock { $0.append(job) }
    }

    func remove(_ id: Job.ID) { jobs.withLock { $0.removeAll { $0.id == id } } }

    var board: JobBoard {
        JobBoard(
            workers: 4, sources: [Source.ID(rawValue: 1), Source.ID(rawValue: 2)],
            fetch: { limit, taken, without in
                self.fetches.withLock { $0 += 1 }
                let jobs = self.jobs.withLock { jobs in
                    jobs.filter { !taken.contains($0.id) && !without.contains($0.source) }
                        .sorted { $0.priority.rawValue < $1.priority.rawValue }.prefix(limit)
                }
                return JobBoard.Fetched(jobs: Array(jobs), next: self.next.withLock { $0 })
            })
    }
}

@Suite struct JobBoardTests {
    @Test func `what comes due later is asked for at its time, by nobody's call`() {
        let queue = Queue()
        let now = CatalogTime(microseconds: CatalogClock.wallNanoseconds / 1_000)
        queue.next.withLock { $0 = now.advanced(by: .milliseconds(50)) }
        let board = queue.board
        let taken = Mutex<Job.ID?>(nil)
        let taker = NamedThread("taker") {
            taken.withLock { $0 = board.take()?.id }
        }
        let end = ContinuousClock.now + .seconds(20)
        while queue.fetches.withLock({ $0 }) == 0, ContinuousClock.now < end { usleep(1_000) }
        queue.add(1)
        #expect(taker.join(within: .seconds(20)))
        #expect(taken.withLock { $0 }?.rawValue == 1)
    }

    @Test
    func `of a source that is let go of nothing is handed out, and all of it once it is back`() {
        let queue = Queue()
        queue.add(1, source: 1)
        queue.add(2, source: 2)
        queue.add(3, source: 2)
        let board = queue.board
        let first = board.take()
        #expect(first?.id.rawValue == 1)
        #expect(board.taken == 3)
        board.setSources([Source.ID(rawValue: 1)])
        #expect(board.taken == 1, "what was at hand goes back")
        #expect(!board.holdsJobs)
        board.setSources([Source.ID(rawValue: 1), Source.ID(rawValue: 2)])
        let rest = [board.take(after: first), board.take()].compactMap { $0?.id.rawValue }
        #expect(rest.sorted() == [2, 3])
    }

    @Test func `every job is handed out once, to whoever asks`() {
        let queue = Queue()
        for number in 1...1_000 { queue.add(Int64(number)) }
        let board = queue.board
        let seen = Mutex<[Job.ID]>([])
        let threads = (1...4).map { number in
            NamedThread("taker \(number)") {
                while let job = board.take() {
                    let count = seen.withLock { seen in
                        seen.append(job.id)
                        return seen.count
                    }
                    queue.remove(job.id)
                    board.finished([job.id])
                    if count == 1_000 { board.close() }
                }
            }
        }
        for thread in threads { #expect(thread.join(within: .seconds(20))) }
        let ids = seen.withLock { $0 }
        #expect(ids.count == 1_000)
        #expect(Set(ids).count == 1_000)
        #expect(board.taken == 0)
    }

    @Test func `a live job goes before those that are at hand already`() {
        let queue = Queue()
        for number in 1...100 { queue.add(Int64(number)) }
        let board = queue.board
        #expect(board.take()?.id.rawValue == 1)
        queue.add(500, .live)
        board.filled(isUrgent: true)
        #expect(board.take()?.id.rawValue == 500)
        #expect(board.take()?.id.rawValue == 2)
    }

    @Test(arguments: [Job.Priority.live, .scan])
    func `whole files are read after all that was asked for since they were at hand`(
        priority: Job.Priority
    ) {
        let queue = Queue()
        for number in 1...300 { queue.add(Int64(number), .digest) }
        let board = queue.board
        #expect(board.take()?.priority == .digest)
        for number in 1_001...1_500 { queue.add(Int64(number), priority) }
        board.filled(isUrgent: priority == .live)
        let next = (0..<500).map { _ in board.take()?.priority }
        #expect(next.allSatisfy { $0 == priority })
        #expect(board.take()?.priority == .digest)
    }

    @Test func `a job that stays in the queue after it was finished comes again`() {
        let queue = Queue()
        queue.add(1)
        let board = queue.board
        let first = board.take()
        #expect(first?.id.rawValue == 1)
        board.finished([Job.ID(rawValue: 1)])
        #expect(board.take()?.id.rawValue == 1)
    }

    @Test func `a paused board hands out nothing until it goes on`() {
        let queue = Queue()
        queue.add(1)
        let board = queue.board
        board.setPaused(true)
        let taken = Mutex<Job?>(nil)
        let thread = NamedThread("taker") { taken.withLock { $0 = board.take() } }
        #expect(!thread.join(within: .milliseconds(50)))
        board.setPaused(false)
        #expect(thread.join(within: .seconds(10)))
        #expect(taken.withLock { $0 }?.id.rawValue == 1)
    }

    @Test func `a million waiting jobs keep few of them in memory`() {
        let queue = Queue()
        for number in 1...5_000 { queue.add(Int64(number)) }
        let board = queue.board
        for number in 1...100 {
            _ = board.take()
            queue.add(Int64(10_000 + number), .live)
            board.filled(isUrgent: true)
        }
        #expect(board.taken <= JobBoard.capacity + JobBoard.batch + 100)
    }

    @Test func `an empty queue is not asked again and again`() {
        let queue = Queue()
        let board = queue.board
        let thread = NamedThread("taker") { _ = board.take() }
        #expect(!thread.join(within: .milliseconds(100)))
        #expect(queue.fetches.withLock { $0 } == 1)
        board.close()
        #expect(thread.join(within: .seconds(10)))
    }

    @Test
    func `a source that is held keeps its jobs until it is let go, and no other waits for it`()
        throws
    {
        let queue = Queue()
        for number in 1...300 { queue.add(Int64(number)) }
        let board = queue.board
        let held = try #require(board.take())
        var handOut = HandOut(workers: 4)
        handOut.held = [held.source]
        board.setHandOut(handOut)
        for number in 1_001...1_003 { queue.add(Int64(number), source: 2) }
        board.filled(isUrgent: false)
        for number in 1_001...1_003 {
            let job = try #require(board.take())
            #expect(job.id.rawValue == Int64(number))
            queue.remove(job.id)
            board.finished([job.id])
            board.leave(after: job)
        }
        queue.add(2_000, .live)
        board.filled(isUrgent: true)
        let taken = Mutex<Job?>(nil)
        let thread = NamedThread("taker") { taken.withLock { $0 = board.take() } }
        #expect(!thread.join(within: .milliseconds(50)))
        board.setHandOut(HandOut(workers: 4))
        #expect(thread.join(within: .seconds(10)))
        #expect(taken.withLock { $0 }?.id.rawValue == 2_000)
    }

    @Test
    func `a disk of depth one has one reader at a time, and a live file is the next it reads`()
        throws
    {
        let queue = Queue()
        for number in 1...50 { queue.add(Int64(number)) }
        let board = queue.board
        var handOut = HandOut(workers: 4)
        handOut.disks = [Source.ID(rawValue: 1): 7]
        handOut.depths = [7: 1]
        board.setHandOut(handOut)
        let first = try #require(board.take())
        let second = Mutex<Job?>(nil)
        let thread = NamedThread("taker") { second.withLock { $0 = board.take() } }
        #expect(!thread.join(within: .milliseconds(50)))
        queue.add(500, .live)
        board.filled(isUrgent: true)
        #expect(!thread.join(within: .milliseconds(50)))
        board.leave(after: first)
        #expect(thread.join(within: .seconds(10)))
        #expect(second.withLock { $0 }?.id.rawValue == 500)
    }
}
