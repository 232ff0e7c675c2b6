import Glibc

/// A program like a DAW's audio thread: woken for each block of samples at real-time priority, it computes for a part
/// of the time that the block lasts. What it meets shows what others on the machine cost it.
///
/// Source: the figures of `cyclictest` and JACK's xruns; sched(7), clock_nanosleep(2).
struct AudioNeighbour {
    let seconds: Int
    /// Samples of a block.
    let frames: Int
    /// Per cent of a block's time that are computed.
    let load: Int

    private static let rate = 48_000
    /// JACK's usual priority for its clients.
    private static let priority: Int32 = 70

    /// How late it was woken, in microseconds, and how many blocks were not ready in time.
    func measured() throws(BenchError) -> Figures {
        guard load < 95 else { throw BenchError("--load is at most 94: the kernel keeps the rest") }
        let period = UInt64(frames) * 1_000_000_000 / UInt64(AudioNeighbour.rate)
        let work = period * UInt64(load) / 100
        let blocks = Int(UInt64(seconds) * 1_000_000_000 / max(period, 1))
        // Nothing is allocated, and no page is missing, once it runs.
        var late = [UInt64](repeating: 0, count: blocks)
        guard mlockall(MCL_CURRENT | MCL_FUTURE) == 0 else { throw .system("locking memory") }
        var parameters = sched_param(sched_priority: AudioNeighbour.priority)
        guard sched_setscheduler(0, SCHED_FIFO, &parameters) == 0 else {
            throw .system("asking for real-time priority")
        }
        let before = ProcessorUse.now()
        var next = nanoseconds() + period
        var missed = 0
        for block in 0..<blocks {
            sleep(until: next)
            let woken = nanoseconds()
            late[block] = woken - min(next, woken)
            compute(for: work)
            let end = nanoseconds()
            next += period
            if end > next {
                missed += 1
                // As a sound card does: what is lost is lost, and the next block begins anew.
                next = end + period - (end - next) % period
            }
        }
        let others = ProcessorUse.now().others(since: before)
        var delays = Delays()
        for delay in late { delays.add(delay) }
        return [("blocks", "\(blocks)"), ("missed", "\(missed)"), ("others", others)]
            + delays.figures([50, 99, 99.9, 100]) { "\(Double($0) / 1000)" }
    }

    private func sleep(until moment: UInt64) {
        var time = timespec(
            tv_sec: Int(moment / 1_000_000_000), tv_nsec: Int(moment % 1_000_000_000))
        while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
    }

    /// Processor time and not time: whoever is not let to compute is late.
    private func compute(for work: UInt64) {
        let start = nanoseconds(of: CLOCK_THREAD_CPUTIME_ID)
        while nanoseconds(of: CLOCK_THREAD_CPUTIME_ID) - start < work {}
    }
}

/// Processor time used on the whole machine, and by this process, in ticks.
private struct ProcessorUse {
    var all: Double
    var own: Double
    var at: UInt64

    static func now() -> ProcessorUse {
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        // user nice system idle iowait irq softirq steal, see proc_stat(5)
        let fields = text("/proc/stat").prefix { $0 != "\n" }.split(separator: " ").dropFirst()
            .compactMap { Double($0) }
        let busy = fields.enumerated().reduce(0) { $0 + ([3, 4].contains($1.0) ? 0 : $1.1) }
        let own = Double(nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID)) / 1_000_000_000
        return ProcessorUse(all: busy / ticks, own: own, at: nanoseconds())
    }

    /// Per cent of one core that others used.
    func others(since before: ProcessorUse) -> String {
        let time = Double(at - before.at) / 1_000_000_000
        return "\(max(0, 100 * ((all - before.all) - (own - before.own)) / time))"
    }

    private static func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
