import AudiowatchCore
import Foundation
import HTTPDashboard
import LocalDisk
import ProbeClient
import Synchronization

/// Decodes for those who listen and look at waveforms: two threads, each with a helper of its own. A helper starts
/// with the first wish and ends when nobody has had one for a while.
final class SoundDesk: Sendable {
    private let seats = [Seat(number: 1), Seat(number: 2)]
    private let places = Mutex(Places())

    /// Which seat has which sound open.
    private struct Places {
        var sounds: [DecodedSound?] = [nil, nil]
        var last = 0
    }

    /// Decodes; waits for its turn, never on the cooperative pool.
    ///
    /// Throws ``ControlError`` where the sound cannot be decoded.
    func decode(
        _ stretch: SoundStretch, _ sound: DecodedSound, _ file: any OpenFile
    ) async throws -> [UInt8] {
        let place = places.withLock { places in
            // Where it is open already; else where least waits; else the one that did not have the last turn.
            let place =
                places.sounds.firstIndex(of: sound)
                ?? (seats[0].waiting == seats[1].waiting
                    ? 1 - places.last : seats[0].waiting < seats[1].waiting ? 0 : 1)
            places.sounds[place] = sound
            places.last = place
            return place
        }
        let answer = await withCheckedContinuation { continuation in
            seats[place].take(
                Seat.Wish(
                    stretch: stretch, sound: sound, file: file,
                    answer: { continuation.resume(returning: $0) }))
        }
        switch answer {
        case .bytes(let bytes): return bytes
        case .notDecodable(let reason):
            throw ControlError(
                .conflict, "it cannot be played: \(reason)", hint: "as=file sends the file as it is"
            )
        case .timedOut:
            throw ControlError(
                .unavailable, "decoding it takes too long", hint: "its disk may be busy: try again")
        case .unavailable(let reason): throw ControlError(.unavailable, reason)
        }
    }

    /// Lets every waiting wish go and ends the helpers.
    func stop() { for seat in seats { seat.stop() } }
}

/// One thread that decodes.
private final class Seat: Sendable {
    struct Wish: Sendable {
        var stretch: SoundStretch
        var sound: DecodedSound
        var file: any OpenFile
        var answer: @Sendable (DecodedStretch) -> Void
    }

    private struct State {
        var wishes: [Wish] = []
        var isRunning = false
        var isStopped = false
        /// Wishes that were taken and not answered.
        var inWork = 0
    }

    private let number: Int
    private let state = Mutex(State())
    private let bell = Bell()

    /// A helper that nobody needs ends after this.
    private static let patience: Duration = .seconds(30)
    /// Most time for one stretch.
    private static let deadline: Duration = .seconds(10)

    init(number: Int) {
        self.number = number
    }

    /// Wishes that are not answered yet.
    var waiting: Int { state.withLock { $0.wishes.count + $0.inWork } }

    func take(_ wish: Wish) {
        let isTaken = state.withLock { state in
            guard !state.isStopped else { return false }
            state.wishes.append(wish)
            if !state.isRunning {
                state.isRunning = true
                start()
            }
            return true
        }
        if isTaken { bell.ring() } else { wish.answer(.unavailable("the daemon is stopping")) }
    }

    func stop() {
        let left = state.withLock { state in
            state.isStopped = true
            defer { state.wishes.removeAll() }
            return state.wishes
        }
        for wish in left { wish.answer(.unavailable("the daemon is stopping")) }
        bell.ring()
    }

    private func start() {
        let thread = Thread { [self] in
            nameThread("listen \(number)")
            run()
        }
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// The helper lives and dies with this thread.
    private func run() {
        var helper: ProbeHelper?
        while true {
            let next: Wish? = state.withLock { state in
                state.inWork = state.wishes.isEmpty ? 0 : 1
                return state.wishes.isEmpty ? nil : state.wishes.removeFirst()
            }
            if let next {
                next.answer(answer(next, &helper))
                continue
            }
            let hasRung = bell.wait(atMost: Seat.patience)
            let isOver = state.withLock { state in
                guard state.wishes.isEmpty, state.isStopped || !hasRung else { return false }
                state.isRunning = false
                return true
            }
            if isOver { break }
        }
        helper?.close()
    }

    private func answer(_ wish: Wish, _ helper: inout ProbeHelper?) -> DecodedStretch {
        do {
            let ready =
                try helper
                ?? ProbeHelper(executable: ProbeHelper.defaultExecutable(), chunk: 4_096)
            helper = ready
            return ready.stretch(
                wish.stretch, sound: wish.sound.rawValue, descriptor: wish.file.descriptor,
                size: wish.file.size, deadline: Seat.deadline)
        } catch {
            return .unavailable("\(error)")
        }
    }
}
