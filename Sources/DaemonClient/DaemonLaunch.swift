public import AudiowatchCore
import CLinux
import Glibc
public import SystemPackage

/// Starts the daemon in the background, as a process that outlives whoever starts it.
public struct DaemonLaunch: Sendable {
    /// Why it does not run.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The program, or the file for what it says, cannot be opened.
        case system(Errno, FilePath)
        /// It ended at once.
        case ended(said: String, log: FilePath)
        /// It runs, and does not answer.
        case silent(pid: Int32, log: FilePath)

        /// The facts and the way out.
        public var description: String {
            switch self {
            case .system(let errno, let path): "\(path.display): \(errno)"
            case .ended(let said, let log):
                said.isEmpty
                    ? "the daemon ended at once; its log is \(log.display)"
                    : "the daemon ended at once: \(said)"
            case .silent(let pid, let log):
                "the daemon (process \(pid)) does not answer yet; its log is \(log.display)"
            }
        }
    }

    /// The first start after a crash checks the database, which takes its time on a large one.
    private static let patience: Duration = .seconds(30)
    /// Between two questions whether it answers.
    private static let pause: useconds_t = 20_000
    /// A log of more bytes is put aside, once.
    private static let longestLog: Int64 = 10_000_000
    /// Bytes of the log that are told of a failure.
    private static let told = 600

    private let program: FilePath
    private let arguments: [String]
    private let log: FilePath

    /// `program` is started with `arguments`; what it says is added to the file `log`, whose folder is there.
    public init(program: FilePath, arguments: [String], log: FilePath) {
        self.program = program
        self.arguments = arguments
        self.log = log
    }

    /// Starts it, and returns when it answers at `daemon`. Blocks, half a minute at most.
    ///
    /// - Throws: ``Failure``. One that is silent is left running.
    public func start(answering daemon: DaemonClient) throws(Failure) -> DaemonIdentity {
        let (child, start) = try launch()
        let deadline = ContinuousClock.now + DaemonLaunch.patience
        repeat {
            // One that answers may still find that its page's port is taken, and end.
            if let identity = try? daemon.identity(), identity.page != nil { return identity }
            // Another one may have been started meanwhile: then ours gives way to it.
            if clinux_program_end(child, 0) != -EAGAIN {
                if let identity = try? daemon.identity() { return identity }
                throw .ended(said: said(from: start), log: log)
            }
            usleep(DaemonLaunch.pause)
        } while ContinuousClock.now < deadline
        throw .silent(pid: child, log: log)
    }

    private func launch() throws(Failure) -> (child: pid_t, logStart: Int64) {
        let output = log.withPlatformString { name in
            var about = stat()
            if stat(name, &about) == 0, about.st_size > DaemonLaunch.longestLog {
                FilePath(log.string + ".1").withPlatformString { _ = rename(name, $0) }
            }
            return open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        }
        guard output >= 0 else { throw .system(Errno(rawValue: errno), log) }
        defer { close(output) }
        let start = Int64(lseek(output, 0, SEEK_END))
        var child: pid_t = 0
        let words = [program.withPlatformString { strdup($0) }] + arguments.map { strdup($0) }
        defer { for word in words { free(word) } }
        let failed = (words.map { UnsafePointer($0) } + [nil]).withUnsafeBufferPointer {
            clinux_program_detach($0.baseAddress, output, &child)
        }
        guard failed == 0 else { throw .system(Errno(rawValue: -failed), program) }
        return (child, max(start, 0))
    }

    /// The end of what it said, in one line.
    private func said(from start: Int64) -> String {
        guard let file = try? FileDescriptor.open(log, .readOnly, options: .closeOnExec) else {
            return ""
        }
        let bytes = try? file.closeAfter {
            let end = try file.seek(offset: 0, from: .end)
            let from = max(start, end - Int64(DaemonLaunch.told))
            return try [UInt8](unsafeUninitializedCapacity: DaemonLaunch.told) { room, count in
                count = try file.read(
                    fromAbsoluteOffset: from, into: UnsafeMutableRawBufferPointer(room))
            }
        }
        let lines = String(decoding: bytes ?? [], as: UTF8.self).split(separator: "\n")
        return TerminalText.escaped(lines.joined(separator: "; "))
    }
}
