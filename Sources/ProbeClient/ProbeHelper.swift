public import AudiowatchCore
internal import CLinux
internal import Glibc
internal import ProbeWire
public import SystemPackage

/// One helper process that reads hostile bytes, owned and used by one worker thread.
///
/// Everything here blocks: call it off the cooperative pool, and always from the thread that made it. The
/// helper dies with that thread. A helper that crashed or was killed is started again by the next probe.
public final class ProbeHelper {
    /// Memory shared with the helper, twice ``chunk`` bytes: the worker reads a file's first bytes to 0
    /// and its last bytes to ``chunk``. Not to be touched after ``close()``.
    public let slot: UnsafeMutableRawBufferPointer
    /// Most bytes of either end of a file.
    public let chunk: Int
    /// Helpers lost so far: crashed, killed at a deadline, or killed by somebody else.
    public private(set) var restarts = 0

    /// For those who want to know from outside whether the disk keeps the helper waiting.
    public let watch: HelperWatch

    private let executable: FilePath
    private let startDeadline: Duration
    private var memory: CInt
    private var process: HelperProcess?
    private var writer = WireWriter()
    var lastRequest: UInt64 = 0
    /// Killed, but stuck in the kernel; looked after when the next one ends.
    private var lingering: [pid_t] = []

    /// Makes the slot and starts the helper. Blocks until the helper says hello: about 60 ms, seconds on a loaded
    /// machine with a cold disk, `startDeadline` at most; longer while it only waits for the processor.
    ///
    /// - Throws: ``ProbeError`` when the executable is missing, is another version's, or the kernel refuses.
    public init(
        executable: FilePath, chunk: Int, watch: HelperWatch = HelperWatch(),
        startDeadline: Duration = .seconds(20)
    ) throws(ProbeError) {
        self.executable = executable
        self.startDeadline = startDeadline
        self.watch = watch
        self.chunk = chunk
        let (size, tooLarge) = chunk.multipliedReportingOverflow(by: 2)
        guard chunk > 0, !tooLarge else {
            throw ProbeError.refused(executable, "a slot of \(chunk) bytes", -EINVAL)
        }
        memory = audiowatch_memory(size)
        guard memory >= 0 else { throw ProbeError.refused(executable, "memfd_create", memory) }
        let start = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0)
        guard let start, start != MAP_FAILED else {
            let reason = errno
            Glibc.close(memory)
            throw ProbeError.refused(executable, "mmap", -reason)
        }
        slot = UnsafeMutableRawBufferPointer(start: start, count: size)
        // A helper that was taken over must not change what is being fingerprinted. Linux before 5.1
        // cannot promise that; the sizes are sealed there too.
        _ = audiowatch_memory_freeze(memory)
        do {
            process = try HelperProcess.start(
                executable, memory: memory, deadline: startDeadline)
        } catch {
            munmap(start, size)
            Glibc.close(memory)
            memory = -1
            throw error
        }
    }

    deinit {
        close()
    }

    /// The running helper's process id, or nil between two helpers.
    public var processID: Int32? { process?.id }

    /// How much of its sandbox the running helper has proved: `full`, or `without` what this kernel lacks; nil
    /// between two helpers.
    public var sandbox: String? { process?.sandbox }

    /// Ends the helper and gives the slot back. Blocks half a second at most; more calls do nothing.
    public func close() {
        guard memory >= 0 else { return }
        if let process, process.end() == nil { lingering.append(process.id) }
        process = nil
        reapLingering()
        munmap(slot.baseAddress, slot.count)
        Glibc.close(memory)
        memory = -1
    }

    /// The container of the file whose first `head` bytes are in the slot, or nil when it is no audio.
    ///
    /// Where an ID3v2 tag is longer than that, it reads a few kilobytes behind it from `descriptor`. Blocks.
    public func container(
        descriptor: CInt, size: Int64, head: Int, name: FileName
    ) -> Container? {
        let bytes = UnsafeRawBufferPointer(rebasing: slot[..<min(max(head, 0), chunk)])
        let tags = Container.tagLength(head: bytes)
        guard tags >= Int64(bytes.count), tags < size else {
            return Container.sniff(head: bytes, name: name)
        }
        // Enough for the four frames that prove a stream, the largest being 2,881 bytes.
        return withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 8) { room in
            var got: Int
            repeat {
                got = pread(descriptor, room.baseAddress, room.count, off_t(tags))
            } while got < 0 && errno == EINTR
            guard got > 0 else { return Container.sniff(head: bytes, name: name) }
            return Container.sniff(
                head: UnsafeRawBufferPointer(rebasing: room[..<got]), name: name)
        }
    }

    /// Reads the properties of a file whose ends are in the slot.
    ///
    /// `descriptor` is the open file, `size` its length, `head` and `tail` the bytes of its beginning and
    /// end in the slot (`tail` may be 0 when `head` is the whole file). `deadline` is wall time; a helper that
    /// the disk keeps waiting for so long is killed, and sooner when `mayGoOn` (asked five times a second) says no.
    /// One that waits for the processor goes on: its ten seconds of it end it in any case. Blocks up to that; when
    /// the disk keeps the helper from dying, until it lets go of it.
    public func probe(
        descriptor: CInt, size: Int64, head: Int, tail: Int, container: Container,
        deadline: Duration, mayGoOn: () -> Bool = { true }
    ) -> ProbeAnswer {
        guard size >= 0, (0...chunk).contains(head), (0...chunk).contains(tail),
            Int64(head) <= size, Int64(tail) <= size
        else {
            return .unavailable("head and tail do not fit a file of \(size) bytes")
        }
        lastRequest &+= 1
        let request = Request(
            id: lastRequest, size: size, head: UInt32(clamping: head), tail: UInt32(clamping: tail),
            tailOffset: size - Int64(tail), demuxer: container.demuxer)
        let helper: HelperProcess
        do {
            helper = try ask(descriptor) { request.write(to: &$0) }
        } catch {
            return error.kind == .refused ? .unavailable(error.description) : .noHelper(error)
        }
        watch.begin(helper.id)
        defer { watch.end() }
        var reception = helper.receive(within: deadline, while: mayGoOn, Answer.init)
        while case .late = reception, HelperWatch.isRunnable(helper.id) {
            reception = helper.receive(within: deadline, while: mayGoOn, Answer.init)
        }
        switch reception {
        case .message(let answer) where answer.id == lastRequest:
            return ProbeAnswer(answer, container: container)
        case .message, .nonsense:
            lose()
            return .crashed("the helper gave an answer that makes no sense")
        case .late:
            let wasAsleep = HelperWatch.isAsleep(helper.id)
            lose(waits: true)
            return wasAsleep ? .diskDoesNotAnswer : .timedOut
        case .interrupted:
            lose(counts: false)
            return .interrupted
        case .ended:
            let status = lose()
            // SIGXCPU: over its CPU time.
            if let status, status & 0x7F == SIGXCPU { return .timedOut }
            return .crashed(ProbeHelper.text(ofStatus: status))
        }
    }

    /// Sends a request to a helper, which may have ended since the last one: then to a new one.
    func ask(
        _ descriptor: CInt, _ request: (inout WireWriter) -> Void
    ) throws(ProbeError) -> HelperProcess {
        writer.clear()
        request(&writer)
        for _ in 0..<2 {
            let helper = try running()
            let sent = helper.send(writer.bytes, descriptor)
            if sent == 0 { return helper }
            lose()
            guard sent == -EPIPE || sent == -ECONNRESET else {
                throw ProbeError.refused(executable, "sendmsg", sent)
            }
        }
        throw ProbeError(
            .wrongProgram, path: executable, reason: "it ends as soon as it has started",
            hint: "run `audiowatch doctor`")
    }

    private func running() throws(ProbeError) -> HelperProcess {
        guard memory >= 0 else {
            throw ProbeError(
                .refused, path: executable, reason: "this helper was closed",
                hint: "start audiowatch again")
        }
        if let process { return process }
        reapLingering()
        let fresh = try HelperProcess.start(
            executable, memory: memory, deadline: startDeadline)
        process = fresh
        return fresh
    }

    /// Ends the helper that is there. One that a disk keeps alive is waited for when `waits`: a worker
    /// that went on would leave the next one there, too.
    @discardableResult
    func lose(counts: Bool = true, waits: Bool = false) -> CInt? {
        guard let lost = process else { return nil }
        process = nil
        if counts { restarts += 1 }
        var status = lost.end()
        if status == nil, waits {
            var last: CInt = 0
            while waitpid(lost.id, &last, 0) < 0 && errno == EINTR {}
            status = last
        }
        if status == nil { lingering.append(lost.id) }
        return status
    }

    private func reapLingering() {
        lingering.removeAll { child in
            var status: CInt = 0
            return audiowatch_reap(child, 0, &status) == 1
        }
    }

    /// Source: waitpid(2); the low seven bits are the signal.
    private static func text(ofStatus status: CInt?) -> String {
        guard let status, status != -1 else { return "the helper ended" }
        let signal = status & 0x7F
        guard signal != 0 else { return "the helper ended with status \(status >> 8 & 0xFF)" }
        let names: [CInt: String] = [
            SIGILL: " (an assertion of its own)", SIGTRAP: " (an assertion of its own)",
            SIGABRT: " (abort)", SIGBUS: " (the file shrank, or bad memory)",
            SIGSEGV: " (bad memory)",
            SIGKILL: " (somebody killed it, or the system is out of memory)",
        ]
        return "the helper was ended by signal \(signal)\(names[signal] ?? "")"
    }
}
