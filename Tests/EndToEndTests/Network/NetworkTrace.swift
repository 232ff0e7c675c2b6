import Foundation
import SystemPackage
import TestSupport

/// What a program and all that it starts send out of this machine, as strace(1) tells it.
final class NetworkTrace {
    private let folder: TemporaryFolder
    private let file: String

    /// The program that a trace takes, where it is missing or not allowed; nil when nothing stands in the way.
    static var obstacle: String? {
        let probe = try? TestSupport.run(
            "/usr/bin/env", ["strace", "-qq", "-o", "/dev/null", "true"])
        return probe?.status == 0 ? nil : "strace is not installed, or may not trace here"
    }

    init() throws {
        folder = try TemporaryFolder("trace")
        file = folder.appending("calls").string
    }

    /// A program with its arguments that executes what follows them in its own place, traced.
    var wrapper: [String] { ["strace", "-D"] + options }

    /// Runs a program to its end, traced.
    @discardableResult
    func run(_ program: [String], environment: [String: String]? = nil) throws -> ProgramResult {
        try TestSupport.run(
            "/usr/bin/env", ["strace"] + options + program, environment: environment)
    }

    /// Every file is appended to: a test traces several programs.
    private var options: [String] {
        [
            "-f", "-q", "-A", "-o", file, "-e",
            "trace=connect,sendto,sendmsg,sendmmsg,io_uring_setup",
        ]
    }

    /// Whether a traced process has ended, and all that it did is written.
    func hasEnded(_ process: Int32) -> Bool {
        lines.contains { line in
            let words = line.split(separator: " ", maxSplits: 2)
            return words.count == 3 && words[0] == "\(process)" && words[1] == "+++"
        }
    }

    /// Connections and datagrams within the machine.
    var local: Int { lines.count { $0.contains("sa_family=AF_UNIX") } }

    /// Connections and datagrams that were to leave the machine, and ways to make some that no trace shows.
    var outgoing: [Substring] { lines.filter { NetworkTrace.leaves($0) } }

    private var text: String { (try? String(contentsOfFile: file, encoding: .utf8)) ?? "" }
    private var lines: [Substring] { text.split(separator: "\n") }

    /// Netlink asks the kernel. Addresses are as strace writes them: `{sa_family=AF_INET, sin_port=htons(80),
    /// sin_addr=inet_addr("192.0.2.1")}` and `inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)`.
    static func leaves(_ line: some StringProtocol) -> Bool {
        let line = String(line)
        if line.contains("io_uring_setup(") { return true }
        return line.matches(of: #/\{sa_family=(AF_[A-Z0-9]+)([^}]*)/#).contains { match in
            switch match.1 {
            case "AF_UNIX", "AF_NETLINK": return false
            case "AF_INET", "AF_INET6":
                guard let address = match.2.firstMatch(of: #/"([0-9a-fA-F:.]+)"/#)?.1 else {
                    return true
                }
                return
                    !(address.hasPrefix("127.") || address == "::1"
                    || address.hasPrefix("::ffff:127."))
            default: return true
            }
        }
    }
}
