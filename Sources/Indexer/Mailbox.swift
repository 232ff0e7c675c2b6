import DequeModule
import LocalDisk
import Synchronization

/// Messages for one thread, in the order they were sent. Sending never blocks.
final class Mailbox<Message: Sendable>: Sendable {
    /// Nil once it is closed.
    private let messages = Mutex(Deque<Message>?([]))
    private let arrived = Bell()

    /// Leaves a message and wakes the owner. False when nobody is going to take it.
    @discardableResult
    func send(_ message: Message) -> Bool {
        let isFirst = messages.withLock { waiting in
            waiting?.append(message)
            return waiting.map { $0.count == 1 }
        }
        if isFirst == true { arrived.ring() }
        return isFirst != nil
    }

    /// Takes every message that is there; waits for the first one until `time`, for ever when it is nil.
    ///
    /// Blocks: for the owner's own thread only.
    func receive(until time: ContinuousClock.Instant? = nil) -> Deque<Message> {
        while true {
            let taken = takeNow()
            if !taken.isEmpty {
                // They are told of once: nobody is woken for what is taken already.
                _ = arrived.wait(atMost: .zero)
                return taken
            }
            guard let time else {
                arrived.wait()
                continue
            }
            let pause = time - ContinuousClock.now
            guard pause > .zero, arrived.wait(atMost: pause) else { return takeNow() }
        }
    }

    /// Takes every message that is there, without waiting.
    func takeNow() -> Deque<Message> {
        messages.withLock { waiting in
            defer { if waiting != nil { waiting = [] } }
            return waiting ?? []
        }
    }

    /// Takes every message that is there, for the last time.
    func close() -> Deque<Message> {
        messages.withLock { waiting in
            defer { waiting = nil }
            return waiting ?? []
        }
    }

    /// Messages not yet taken.
    var count: Int { messages.withLock { $0?.count ?? 0 } }
}

extension Duration {
    /// Seconds as a floating number, for the interfaces that want one.
    var timeInterval: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
