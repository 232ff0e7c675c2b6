import AudiowatchCore
import Foundation
import Glibc
import ProbeClient
import SystemPackage
import Testing
import TestSupport

/// The helper dies, hangs, is missing, or is another program.
@Suite struct HelperLifeTests {
    private let folder: TemporaryFolder
    private let path: FilePath

    init() throws {
        folder = try TemporaryFolder("helper")
        path = folder.appending("a.wav")
        try Sound().write(to: path)
    }

    @Test func `a helper that was killed is replaced by the next probe`() throws {
        let helper = try newHelper()
        defer { helper.close() }
        _ = try properties(path, with: helper)
        let first = try #require(helper.processID)
        #expect(kill(first, SIGKILL) == 0)
        // Wait for its end without taking its status, which is the owner's to take.
        var facts = siginfo_t()
        #expect(waitid(P_PID, id_t(first), &facts, WEXITED | WNOWAIT) == 0)
        #expect(try properties(path, with: helper).properties.sampleRate == 44_100)
        #expect(helper.restarts == 1)
        #expect(helper.processID != first)
    }

    @Test func `a helper that hangs is killed at the deadline and replaced`() throws {
        let helper = try newHelper()
        defer { helper.close() }
        let first = try #require(helper.processID)
        #expect(kill(first, SIGSTOP) == 0)
        let started = ContinuousClock.now
        let answer = try probe(path, with: helper, deadline: .milliseconds(100)).answer
        #expect(answer == .timedOut)
        #expect(ContinuousClock.now - started < .seconds(10))
        #expect(kill(first, 0) != 0)
        #expect(try properties(path, with: helper).properties.sampleRate == 44_100)
        #expect(helper.restarts == 1)
    }

    @Test func `a helper over its CPU time is ended by the kernel, which counts as too slow`()
        throws
    {
        let helper = try newHelper()
        defer { helper.close() }
        let first = try #require(helper.processID)
        // What the kernel sends at the limit, before the file is read: it waits while the helper is stopped.
        #expect(kill(first, SIGSTOP) == 0)
        #expect(kill(first, SIGXCPU) == 0)
        let descriptor = try FileDescriptor.open(path, .readOnly)
        defer { try? descriptor.close() }
        let waker = Thread { kill(first, SIGCONT) }
        waker.start()
        let answer = helper.probe(
            descriptor: descriptor.rawValue, size: 44, head: 44, tail: 0, container: .wav,
            deadline: .seconds(20))
        switch answer {
        case .timedOut: break
        // It may have ended before the request was sent: then a new one answered.
        case .notAudio, .properties: break
        default: Issue.record("\(answer)")
        }
        #expect(helper.restarts == 1)
        #expect(try properties(path, with: helper).properties.sampleRate == 44_100)
    }

    @Test func `each file has ten seconds of CPU, counted from its own beginning`() throws {
        let helper = try newHelper()
        defer { helper.close() }
        _ = try properties(path, with: helper)
        let id = try #require(helper.processID)
        let limits = try String(contentsOfFile: "/proc/\(id)/limits", encoding: .utf8)
        let line = try #require(
            limits.split(separator: "\n").first { $0.hasPrefix("Max cpu time") })
        let soft = line.split(separator: " ").compactMap { Int($0) }.first
        #expect(soft.map { (10...20).contains($0) } == true, "\(line)")
    }

    @Test func `a helper that dies over a file is a crash of that file alone`() throws {
        let helper = try newHelper()
        defer { helper.close() }
        let first = try #require(helper.processID)
        // Stopped, so that the request is sent before the end comes.
        #expect(kill(first, SIGSTOP) == 0)
        let killer = Thread { kill(first, SIGKILL) }
        let descriptor = try FileDescriptor.open(path, .readOnly)
        defer { try? descriptor.close() }
        // The kernel holds the request back from a stopped process; its end then closes the socket.
        killer.start()
        let answer = helper.probe(
            descriptor: descriptor.rawValue, size: 44, head: 44, tail: 0, container: .wav,
            deadline: .seconds(20))
        switch answer {
        case .crashed(let reason): #expect(reason.contains("signal 9"))
        // It may have died before the request was sent: then a new one answered.
        case .notAudio, .properties: #expect(helper.restarts == 1)
        default: Issue.record("\(answer)")
        }
        #expect(try properties(path, with: helper).properties.sampleRate == 44_100)
    }

    @Test func `a helper ends when it is closed, and stays closed`() throws {
        let helper = try newHelper()
        let id = try #require(helper.processID)
        helper.close()
        #expect(kill(id, 0) != 0)
        helper.close()
        #expect(
            helper.probe(
                descriptor: 0, size: 0, head: 0, tail: 0, container: .wav, deadline: .seconds(1))
                != .timedOut)
    }

    @Test func `a helper dies with the thread that started it`() throws {
        let ids = Failures()
        let thread = Thread {
            // Let go of without being closed, as when a worker is lost.
            if let helper = try? newHelper(), let id = helper.processID {
                _ = Unmanaged.passRetained(helper)
                ids.record("\(id)")
            }
            ids.finish()
        }
        thread.start()
        ids.wait()
        let id = try #require(ids.all.first.flatMap { Int32($0) })
        var status: Int32 = 0
        #expect(waitpid(id, &status, 0) == id)
        #expect(status & 0x7F == SIGKILL)
    }

    @Test func `lengths that contradict each other reach no helper`() throws {
        let helper = try newHelper()
        defer { helper.close() }
        for (size, head, tail) in [(10, 20, 0), (10, 5, 20), (-1, 0, 0), (1 << 40, 1 << 30, 0)] {
            let answer = helper.probe(
                descriptor: 0, size: Int64(size), head: head, tail: tail, container: .wav,
                deadline: .seconds(1))
            guard case .unavailable = answer else {
                Issue.record("\(answer)")
                continue
            }
        }
        #expect(helper.restarts == 0)
    }

    @Test func `a helper that has not had the processor yet is waited for`() throws {
        let folder = try TemporaryFolder("busy")
        let late = folder.appending("late-probe")
        let real = try builtProgram("audiowatch-probe")
        // Computes for some seconds before it is the helper: to whoever waits it is busy, not asleep.
        let script = """
            #!/bin/sh
            i=0
            while [ $i -lt 1500000 ]; do i=$((i+1)); done
            exec "\(real)"
            """
        try Data(script.utf8).write(to: URL(fileURLWithPath: late.string))
        chmod(late.string, 0o755)
        let started = ContinuousClock.now
        let helper = try ProbeHelper(
            executable: late, chunk: 4096, startDeadline: .milliseconds(100))
        defer { helper.close() }
        #expect(ContinuousClock.now - started > .milliseconds(200), "it was not late at all")
        #expect(helper.sandbox != nil)
    }

    @Test func `a missing helper and a foreign one are told apart`() throws {
        #expect(throws: ProbeError.self) {
            _ = try ProbeHelper(executable: "/nonexistent/audiowatch-probe", chunk: 4096)
        }
        do {
            _ = try ProbeHelper(executable: "/nonexistent/audiowatch-probe", chunk: 4096)
        } catch {
            #expect(error.kind == .missing)
            #expect(error.description.contains("/nonexistent/audiowatch-probe"))
        }
        do {
            _ = try ProbeHelper(executable: "/bin/true", chunk: 4096)
            Issue.record("/bin/true passed for a helper")
        } catch {
            #expect(error.kind == .wrongProgram)
        }
    }

    @Test func `the helper holds no more than its socket and the standard streams`() throws {
        let helper = try newHelper()
        defer { helper.close() }
        _ = try properties(path, with: helper)
        let id = try #require(helper.processID)
        let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/fd")
        #expect(Set(open) == ["0", "1", "2", "3"])
        let tasks = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/task")
        #expect(tasks.count == 1)
        let limits = try String(contentsOfFile: "/proc/\(id)/limits", encoding: .utf8)
        #expect(limits.contains("536870912"))
    }

    @Test func `many files leave nothing behind`() throws {
        let helper = try newHelper()
        defer { helper.close() }
        func resident() throws -> Int {
            let id = try #require(helper.processID)
            let text = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
            let line = text.split(separator: "\n").first { $0.hasPrefix("RssAnon") }
            return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
        }
        let flac = folder.appending("a.flac")
        try Sound().write(to: flac)
        for _ in 0..<50 {
            _ = try properties(path, with: helper)
            _ = try properties(flac, with: helper)
        }
        let before = try resident()
        for _ in 0..<500 {
            _ = try properties(path, with: helper)
            _ = try properties(flac, with: helper)
        }
        #expect(try resident() <= before + 256)
        #expect(try resident() <= 40 * 1024)
    }

    @Test func `several helpers work side by side, each on its own thread`() throws {
        let failures = Failures()
        let path = path
        let threads = (0..<3).map { _ in
            Thread {
                do {
                    let helper = try newHelper()
                    for _ in 0..<50 { _ = try properties(path, with: helper) }
                    helper.close()
                } catch { failures.record("\(error)") }
                failures.finish()
            }
        }
        for thread in threads { thread.start() }
        for _ in threads { failures.wait() }
        #expect(failures.all == [])
    }
}
