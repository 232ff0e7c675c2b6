internal import CLinux
internal import Glibc
internal import ProbeWire
internal import SystemPackage

/// One running helper and the socket to it. Messages in and out; every wait has an end.
struct HelperProcess {
    /// Its process id; it is this process's child.
    let id: pid_t
    /// The walls it says it stands behind, in words.
    let sandbox: String

    private let socket: CInt

    /// Most times that a helper which has not had the processor yet is waited for anew.
    private static let mostWaits = 60

    /// How long a killed child may take to end: one stuck in a read of a dead mount does not.
    private static let reapMilliseconds: CInt = 500

    /// Starts the helper and waits for its hello, `deadline` at most. One that only waits for the processor is
    /// waited for longer: it runs when nothing else wants to, and where a studio takes every core that is late.
    static func start(
        _ program: FilePath, memory: CInt, deadline: Duration
    ) throws(ProbeError) -> HelperProcess {
        var sockets: (CInt, CInt) = (-1, -1)
        let paired = withUnsafeMutablePointer(to: &sockets) {
            $0.withMemoryRebound(to: CInt.self, capacity: 2) { audiowatch_socket_pair($0) }
        }
        guard paired == 0 else { throw ProbeError.refused(program, "socketpair", paired) }
        var child: pid_t = 0
        let spawned = program.withPlatformString {
            audiowatch_spawn_helper($0, sockets.1, memory, &child)
        }
        Glibc.close(sockets.1)
        guard spawned == 0 else {
            Glibc.close(sockets.0)
            guard -spawned != ENOENT, -spawned != EACCES else {
                throw ProbeError(
                    .missing, path: program, reason: "\(Errno(rawValue: -spawned))",
                    hint:
                        "build it (swift build --product audiowatch-probe) or install audiowatch again"
                )
            }
            throw ProbeError.refused(program, "posix_spawn", spawned)
        }
        let starting = HelperProcess(id: child, sandbox: "", socket: sockets.0)
        var hello: Hello?
        for _ in 0..<mostWaits {
            let reception = starting.receive(within: deadline, Hello.init)
            if case .message(let message) = reception { hello = message }
            guard case .late = reception, HelperWatch.isRunnable(child) else { break }
        }
        guard let hello, hello.version == Wire.version else {
            _ = starting.end()
            throw ProbeError(
                .wrongProgram, path: program,
                reason: hello.map { "it speaks version \($0.version), not \(Wire.version)" }
                    ?? "it did not start",
                hint: "build audiowatch and audiowatch-probe together")
        }
        return HelperProcess(
            id: child, sandbox: hello.sandbox.summary(landlock: Int(hello.landlock)),
            socket: sockets.0)
    }

    /// Sends a message with an open file; 0, or a negated errno.
    func send(_ bytes: [UInt8], _ descriptor: CInt) -> CInt {
        bytes.withUnsafeBytes { audiowatch_send(socket, $0.baseAddress, $0.count, descriptor) }
    }

    /// What came of waiting for a message.
    enum Reception<Message> {
        /// It came and makes sense.
        case message(Message)
        /// It came and makes none.
        case nonsense
        /// The helper has closed its end.
        case ended
        /// The time is over.
        case late
        /// The one who asked wanted to wait no longer.
        case interrupted
    }

    /// How often one who waits is asked whether it should go on: a pause begins within half a second.
    private static let slice: Int64 = 200

    /// Waits for one message, `deadline` at most, and no longer than `mayGoOn` says.
    func receive<Message>(
        within deadline: Duration, while mayGoOn: () -> Bool = { true },
        _ read: (UnsafeRawBufferPointer) -> Message?
    ) -> Reception<Message> {
        switch waitForNews(until: .now.advanced(by: deadline), while: mayGoOn) {
        case true: break
        case false: return .late
        case nil: return .interrupted
        }
        return withUnsafeTemporaryAllocation(byteCount: Wire.largestMessage, alignment: 8) { room in
            let count = audiowatch_receive(socket, room.baseAddress, room.count, nil)
            guard count != -Int(EMSGSIZE) else { return .nonsense }
            guard count > 0 else { return .ended }
            return read(UnsafeRawBufferPointer(rebasing: room[..<count])).map { .message($0) }
                ?? .nonsense
        }
    }

    /// True when there is something, false when the time is over, nil when nobody wants to wait any more.
    private func waitForNews(
        until end: ContinuousClock.Instant, while mayGoOn: () -> Bool
    ) -> Bool? {
        var news = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        while true {
            let left = ContinuousClock.now.duration(to: end).components
            let milliseconds = max(
                0, min(left.seconds, 3600) * 1000 + left.attoseconds / 1_000_000_000_000_000)
            let found = poll(&news, 1, CInt(clamping: min(milliseconds, HelperProcess.slice)))
            if found > 0 { return true }
            if found == 0, milliseconds == 0 { return false }
            if found == 0, !mayGoOn() { return nil }
            if found < 0, errno != EINTR { return true }
        }
    }

    /// Kills the helper and says how it ended: the status of waitpid(2), or nil when it does not end.
    func end() -> CInt? {
        Glibc.close(socket)
        // One that ended by itself keeps its own status: a signal to a zombie changes nothing.
        kill(id, SIGKILL)
        var status: CInt = 0
        return audiowatch_reap(id, HelperProcess.reapMilliseconds, &status) == 1 ? status : nil
    }
}
