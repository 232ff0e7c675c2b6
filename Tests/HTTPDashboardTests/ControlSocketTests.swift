import AudiowatchCore
import DaemonClient
import Glibc
import HTTPDashboard
import Logging
import SQLiteCatalog
import SystemPackage
import TestSupport
import Testing

/// Permission and type bits, or nil when nothing is there.
func mode(of path: FilePath) -> mode_t? {
    var status = stat()
    return path.withPlatformString { lstat($0, &status) } == 0 ? status.st_mode : nil
}

@Suite(.timeLimit(.minutes(1))) struct ControlSocketTests {
    @Test func `only its owner reaches the socket, and its folder is made private`() async throws {
        let folder = try TemporaryFolder("control-mode")
        let socket = folder.appending("a/b/control.sock")
        try await ControlledDaemon.serving(at: socket) { daemon in
            #expect(mode(of: socket) == S_IFSOCK | 0o600)
            #expect(mode(of: folder.appending("a")) == S_IFDIR | 0o700)
            #expect(mode(of: folder.appending("a/b")) == S_IFDIR | 0o700)
        }
        #expect(mode(of: socket) == nil)
    }

    @Test func `the socket of a dead daemon is replaced`() async throws {
        let folder = try TemporaryFolder("control-stale")
        let socket = folder.appending("control.sock")
        try leaveSocket(at: socket)
        #expect(mode(of: socket).map { $0 & S_IFMT } == S_IFSOCK)
        let client = DaemonClient(socket: socket)
        // Nobody listens any more: the client must not take the file for a daemon.
        await #expect(throws: DaemonClientError.notRunning(socket: socket)) {
            try await blocking { try client.status() }
        }
        try await ControlledDaemon.serving(at: socket) { _ in
            let report = try await blocking { try client.status() }
            #expect(report.pid == 4711)
        }
    }

    @Test func `a file that is no socket is left alone and named`() async throws {
        let folder = try TemporaryFolder("control-file")
        let file = try folder.file("control.sock", Array("mine".utf8))
        let error = await #expect(throws: ServerError.self) {
            try await ControlledDaemon.serving(at: file) { _ in }
        }
        #expect(error?.code == .notASocket)
        #expect(mode(of: file).map { $0 & S_IFMT } == S_IFREG)
        await #expect(throws: DaemonClientError.notRunning(socket: file)) {
            try await blocking { try DaemonClient(socket: file).status() }
        }
    }

    @Test func `a path too long for a socket is told by both ends`() async throws {
        let folder = try TemporaryFolder("control-long")
        let socket = folder.appending(String(repeating: "x", count: 100)).appending("control.sock")
        let error = await #expect(throws: ServerError.self) {
            try await ControlledDaemon.serving(at: socket) { _ in }
        }
        #expect(error?.code == .badSocketPath)
        await #expect(throws: DaemonClientError.pathTooLong(socket: socket, limit: 103)) {
            try await blocking { try DaemonClient(socket: socket).status() }
        }
    }

    @Test func `a path of exactly the longest length works`() async throws {
        let folder = try TemporaryFolder("control-fit")
        let room = ControlAddress.longestPath - folder.path.bytes.count - 1
        let socket = folder.appending(String(repeating: "s", count: room))
        try await ControlledDaemon.serving(at: socket) { daemon in
            let report = try await blocking { [client = daemon.client] in try client.status() }
            #expect(report.running)
        }
    }

    @Test func `without a daemon every question says that none runs`() async throws {
        let folder = try TemporaryFolder("control-none")
        let client = DaemonClient(socket: folder.appending("none/control.sock"))
        await #expect(throws: DaemonClientError.notRunning(socket: client.socket)) {
            try await blocking { try client.wait() }
        }
    }

    @Test func `a cancelled server ends and removes its socket`() async throws {
        let folder = try TemporaryFolder("control-cancel")
        let socket = folder.appending("control.sock")
        let (ready, noteReady) = AsyncStream<Void>.makeStream()
        let routes = DashboardRoutes(
            control: Asked().control,
            catalog: try Catalog.open(at: folder.appending("catalog.db"), chunk: 1_000),
            events: EventHub(), assets: PageAssets([]))
        let server = ControlServer(
            socket: socket, routes: routes, logger: Logger(label: "test")
        ) { noteReady.yield() }
        let running = Task { try await server.run() }
        for await _ in ready.prefix(1) {}
        #expect(mode(of: socket) != nil)
        running.cancel()
        _ = await running.result
        #expect(mode(of: socket) == nil)
    }

    /// A socket file whose owner has gone without removing it.
    private func leaveSocket(at path: FilePath) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.bytes) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let answer = withUnsafePointer(to: &address) { typed in
            typed.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        guard answer == 0 else { throw TestFailure("bind: errno \(errno)") }
    }
}
