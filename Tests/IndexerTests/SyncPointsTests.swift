import AudiowatchCore
import Synchronization
import Testing

@testable import Indexer

@Suite struct SyncPointsTests {
    private let first = Source.ID(rawValue: 1)
    private let second = Source.ID(rawValue: 2)

    @Test func `a sync point is complete when every source has passed it and nothing is queued`() {
        let points = SyncPoints()
        let isComplete = Mutex(false)
        let number = points.begin(passing: [first, second]) { isComplete.withLock { $0 = true } }
        points.passed(number, by: first)
        #expect(!points.areListed)
        points.complete()
        #expect(!isComplete.withLock { $0 })
        points.passed(number, by: second)
        #expect(points.areListed)
        points.complete()
        #expect(isComplete.withLock { $0 })
        #expect(!points.areListed)
    }

    @Test func `a later sync point does not end with an earlier one`() {
        let points = SyncPoints()
        let ended = Mutex<[Int]>([])
        let early = points.begin(passing: [first]) { ended.withLock { $0.append(1) } }
        _ = points.begin(passing: [first]) { ended.withLock { $0.append(2) } }
        points.passed(early, by: first)
        points.complete()
        #expect(ended.withLock { $0 } == [1])
    }

    @Test func `without a source there is nothing to pass`() {
        let points = SyncPoints()
        let isComplete = Mutex(false)
        _ = points.begin(passing: []) { isComplete.withLock { $0 = true } }
        #expect(points.areListed)
        points.complete()
        #expect(isComplete.withLock { $0 })
    }

    @Test func `whoever has gone away is not called`() {
        let points = SyncPoints()
        let isCalled = Mutex(false)
        let number = points.begin(passing: [first]) { isCalled.withLock { $0 = true } }
        points.cancel(number)
        points.passed(number, by: first)
        points.complete()
        #expect(!isCalled.withLock { $0 })
    }

    @Test func `what a source has to judge again is waited for, passed before or not`() {
        let points = SyncPoints()
        let isComplete = Mutex(false)
        let number = points.begin(passing: [first, second]) { isComplete.withLock { $0 = true } }
        points.passed(number, by: first)
        #expect(points.again(passing: first) == [number])
        #expect(points.again(passing: second) == [number])
        points.passed(number, by: second)
        points.passed(number, by: first)
        points.complete()
        #expect(!isComplete.withLock { $0 })
        points.passed(number, by: second)
        points.complete()
        #expect(isComplete.withLock { $0 })
        #expect(points.again(passing: first).isEmpty)
    }

    @Test func `whoever takes a source's place passes what the former had not, once`() {
        let points = SyncPoints()
        let isComplete = Mutex(false)
        let number = points.begin(passing: [first, second]) { isComplete.withLock { $0 = true } }
        let passed = points.begin(passing: [first]) {}
        points.passed(passed, by: first)
        _ = points.again(passing: second)
        #expect(points.restart(passing: second) == [number, passed])
        points.passed(number, by: first)
        points.passed(number, by: second)
        points.complete()
        #expect(isComplete.withLock { $0 })
        #expect(
            points.restart(passing: first).isEmpty, "what has been passed is not asked for again")
    }

    @Test func `a source that is looked at no longer holds nobody up`() {
        let points = SyncPoints()
        let isComplete = Mutex(false)
        let number = points.begin(passing: [first, second]) { isComplete.withLock { $0 = true } }
        points.passed(number, by: first)
        points.forget(second)
        #expect(points.areListed)
        points.complete()
        #expect(isComplete.withLock { $0 })
    }
}
