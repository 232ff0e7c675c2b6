import Glibc
import NIOCore
import Synchronization
import SystemPackage

/// Whether a connection comes from a process of this user: on a machine with several users the loopback
/// interface belongs to all of them.
final class PeerCheck: Sendable {
    private let verdicts = Mutex<[ObjectIdentifier: Bool]>([:])
    private let user: UInt32

    init(user: UInt32 = getuid()) {
        self.user = user
    }

    /// Asked once a connection, then remembered as long as it lives. Reads the kernel's table of sockets.
    func isOurs(_ channel: any Channel) -> Bool {
        let key = ObjectIdentifier(channel)
        if let known = verdicts.withLock({ $0[key] }) { return known }
        let verdict = ask(channel)
        verdicts.withLock { $0[key] = verdict }
        channel.closeFuture.whenComplete { [weak self] _ in
            self?.verdicts.withLock { _ = $0.removeValue(forKey: key) }
        }
        return verdict
    }

    private func ask(_ channel: any Channel) -> Bool {
        guard let there = channel.remoteAddress.flatMap(TableAddress.init),
            let here = channel.localAddress.flatMap(TableAddress.init)
        else { return false }
        if let mappedThere = there.mapped, let mappedHere = here.mapped {
            let owner =
                owner(there, here, "/proc/net/tcp")
                ?? owner(mappedThere, mappedHere, "/proc/net/tcp6")
            return owner == user
        }
        return owner(there, here, "/proc/net/tcp6") == user
    }

    private func owner(_ from: TableAddress, _ to: TableAddress, _ table: FilePath) -> UInt32? {
        KernelFile.read(table).flatMap { SocketTable.owner(from: from, to: to, in: $0) }
    }
}

/// Small files that are made as they are read.
enum KernelFile {
    /// All bytes, at most `limit`; nil when it cannot be opened.
    static func read(_ path: FilePath, limit: Int = 64 << 20) -> [UInt8]? {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec) else {
            return nil
        }
        defer { try? file.close() }
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while all.count < limit {
            guard let count = try? piece.withUnsafeMutableBytes({ try file.read(into: $0) }) else {
                return nil
            }
            if count == 0 { return all }
            all += piece.prefix(count)
        }
        return all
    }
}
