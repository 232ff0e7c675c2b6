import Foundation
import TestSupport

/// Two machines on one cable, as far as the network goes: two namespaces of the kernel's, joined by a pair of devices.
final class NetworkPair {
    /// Addresses of the one and the other.
    let here = "10.91.7.1"
    let there = "10.91.7.2"
    private let names: [String]

    /// Nil, saying why, where they cannot be made.
    init?() throws {
        let mark = String(UInt32.random(in: 0...UInt32.max), radix: 36)
        let names = ["aw\(mark)a", "aw\(mark)b"]
        self.names = names
        let script = """
            set -e
            for name in \(names.joined(separator: " ")); do ip netns add $name; ip -n $name link set lo up; done
            ip link add one netns \(names[0]) type veth peer name two netns \(names[1])
            ip -n \(names[0]) addr add \(here)/24 dev one; ip -n \(names[0]) link set one up
            ip -n \(names[1]) addr add \(there)/24 dev two; ip -n \(names[1]) link set two up
            """
        let made = try run("/usr/bin/env", ["sh", "-c", script])
        guard made.status == 0 else {
            print("skipped: no network of its own here (root, Debian: iproute2): \(made.errorText)")
            return nil
        }
    }

    deinit {
        for name in names { _ = try? run("/usr/bin/env", ["ip", "netns", "del", name]) }
    }

    /// What starts a program on the first machine.
    var wrapper: [String] { ["ip", "netns", "exec", names[0]] }

    /// Runs a program on the second machine.
    func elsewhere(_ program: String, _ arguments: [String]) throws -> ProgramResult {
        try run("/usr/bin/env", ["ip", "netns", "exec", names[1], program] + arguments)
    }
}
