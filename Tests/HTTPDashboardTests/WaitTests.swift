import AudiowatchCore
@testable import DaemonClient
import ServiceLifecycle
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct WaitTests {
    @Test func `many waits at once all end when the daemon is done`() async throws {
        try await ControlledDaemon.serving { daemon in
            let client = daemon.client
            try await withThrowingTaskGroup(of: WaitResult.self) { group in
                for _ in 0..<20 { group.addTask { try await blocking { try client.wait() } } }
                for await _ in daemon.asked.begun.prefix(20) {}
                // The one thread for sockets is free while they wait.
                let report = try await blocking { try client.status() }
                #expect(report.running)
                daemon.asked.release()
                for try await result in group { #expect(result.isComplete) }
            }
        }
    }

    @Test func `a client that goes away ends its wait inside the daemon`() async throws {
        try await ControlledDaemon.serving { daemon in
            let client = daemon.client
            await #expect(
                throws: DaemonClientError.timedOut(
                    socket: daemon.socket, after: .milliseconds(200))
            ) {
                try await blocking {
                    let _: WaitResult = try client.post(
                        "/api/wait", body: WaitRequest(), timeout: .milliseconds(200))
                }
            }
            for await _ in daemon.asked.cancelled.prefix(1) {}
            #expect(daemon.asked.state.withLock { $0.cancelledWaits } == 1)
            let report = try await blocking { try client.status() }
            #expect(report.running)
        }
    }

    @Test func `a wait outlives the idle limit that closes a silent connection`() async throws {
        try await ControlledDaemon.serving(idle: .milliseconds(200)) { daemon in
            let client = daemon.client
            async let waited = blocking { try client.wait() }
            for await _ in daemon.asked.begun.prefix(1) {}
            // Opened after the wait began, and closed by the server for its silence: so the limit has passed.
            let said = try await blocking { [socket = daemon.socket] in
                try RawAnswer.bytes("", at: socket)
            }
            #expect(said.isEmpty)
            daemon.asked.release()
            let result = try await waited
            #expect(result.isComplete)
        }
    }

    @Test func `a daemon that ends says so to those who wait, and leaves no socket`() async throws {
        let folder = try TemporaryFolder("control-end")
        let socket = folder.appending("control.sock")
        try await ControlledDaemon.serving(at: socket) { daemon in
            let client = daemon.client
            async let waited = blocking { try client.wait() }
            for await _ in daemon.asked.begun.prefix(1) {}
            await daemon.group.triggerGracefulShutdown()
            do {
                _ = try await waited
                Issue.record("the wait ended well though nothing was done")
            } catch DaemonClientError.refused(let error) {
                #expect(error.code == .unavailable)
            }
        }
        await #expect(throws: DaemonClientError.notRunning(socket: socket)) {
            try await blocking { try DaemonClient(socket: socket).status() }
        }
        #expect(mode(of: socket) == nil)
    }
}
