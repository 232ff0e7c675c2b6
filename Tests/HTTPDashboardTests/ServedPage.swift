import AudiowatchCore
import Foundation
import Logging
import SQLiteCatalog
import ServiceLifecycle
import SystemPackage
import TestSupport
@testable import HTTPDashboard

/// A page served on a real port, over a real catalogue, for the time of one test.
struct ServedPage: Sendable {
    let port: Int
    let library: Library
    let events: EventHub
    let asked: Asked

    /// What a test may choose.
    struct Options: Sendable {
        var user: UInt32?
        var token: String?
        var allowedHosts: [String] = []
        var patience = Patience()
        var events = EventHub(epoch: 0xabc)
        /// Searches are answered by an index in memory, as the daemon does.
        var isIndexed = false
        var assets = PageAssets([
            .init(name: "index.html", type: "text/html; charset=utf-8", bytes: Array("<p>hi".utf8)),
            .init(name: "app.js", type: "text/javascript", bytes: Array("1".utf8)),
        ])
    }

    static func serving(
        _ options: Options = Options(), _ body: @Sendable (ServedPage) async throws -> Void
    ) async throws {
        let library = try Library()
        let asked = Asked()
        asked.release()
        let routes = DashboardRoutes(
            control: asked.control, catalog: library.catalog, events: options.events,
            assets: options.assets
        ) { question, moment in
            options.isIndexed ? library.search(question, at: moment) : nil
        }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let address = PageAddress(
            bind: "127.0.0.1", port: 0, isLoopback: true, allowedHosts: options.allowedHosts,
            token: options.token.map { AccessToken($0) })
        let (ready, noteReady) = AsyncStream<String>.makeStream()
        var server = PageServer(at: address, routes: routes, logger: logger) {
            noteReady.yield($0)
        }
        server.user = options.user
        server.patience = options.patience
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: server)], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { noteReady.finish() }
                try await group.run()
            }
            for await page in ready.prefix(1) {
                let port = URL(string: page)?.port ?? 0
                try await body(
                    ServedPage(
                        port: port, library: library, events: options.events, asked: asked))
                await group.triggerGracefulShutdown()
            }
            try await tasks.waitForAll()
        }
    }

    /// Asks once on a connection of its own; `host` nil sends none.
    func ask(
        _ target: String, _ method: String = "GET", host: String? = "127.0.0.1",
        headers: [String] = [], body: String? = nil
    ) async throws -> Answer {
        try await blocking { [port] in
            let connection = try Loopback(port: port)
            var text = "\(method) \(target) HTTP/1.1\r\nConnection: close\r\n"
            if let host { text += "Host: \(host)\r\n" }
            for header in headers { text += "\(header)\r\n" }
            if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
            try connection.send(text + "\r\n" + (body ?? ""))
            return try Answer(connection.rest())
        }
    }

    /// A stream of events, its head read.
    func stream(
        _ query: String = "", last: String? = nil, receives: Int32? = nil
    ) async throws -> Loopback {
        try await blocking { [port] in
            let connection = try Loopback(port: port, receives: receives)
            try connection.send(
                "GET /api/events\(query) HTTP/1.1\r\nHost: localhost\r\n"
                    + (last.map { "Last-Event-ID: \($0)\r\n" } ?? "") + "\r\n")
            return connection
        }
    }

    func event(_ number: Int, path: String? = nil) -> CatalogEvent {
        CatalogEvent(
            kind: .added, source: "music", file: File.ID(rawValue: Int64(number)), content: nil,
            path: Array((path ?? "/music/\(number).wav").utf8),
            at: CatalogTime(microseconds: Int64(number)))
    }
}
