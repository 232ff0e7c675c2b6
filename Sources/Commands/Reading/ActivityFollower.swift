import AudiowatchCore
import DaemonClient
import Foundation
import SQLiteCatalog

/// `activity --follow`: the last lines of what happened, then the daemon's news as it comes.
struct ActivityFollower {
    let session: Session
    /// Lines before the first new one.
    let before: Int
    let json: Bool

    /// - Throws: `DaemonClientError`: `notRunning`, or `lost` when the daemon ends.
    func run() throws {
        var told = ToldChanges()
        var failure: (any Error)?
        try session.daemon.events { events in
            do {
                for event in events { try take(event, &told) }
                return !Terminal.outputIsClosed
            } catch {
                failure = error
                return false
            }
        }
        if let failure { throw failure }
    }

    private func take(_ event: DaemonEvent, _ told: inout ToldChanges) throws {
        switch event {
        case .ready:
            try tell(rows(before), &told)
        case .change(let news):
            // What was committed between the stream's begin and the reading of the rows is in both.
            if told.isNew(news.file, news.kind.rawValue, news.at) { try tell(news) }
        case .resync(let reason):
            try catchUp(&told, reason)
        }
    }

    /// The stream could not tell everything: the catalogue remembers more.
    private func catchUp(_ told: inout ToldChanges, _ reason: String) throws {
        let missed = try rows(ActivityFollower.most).filter { $0.at > told.latest }
        try tell(missed, &told)
        if missed.count == ActivityFollower.most {
            say("\(reason): more happened than is remembered, `audiowatch stats` has the totals")
        }
    }

    /// Rows that the catalogue is asked for at once; it remembers about as many.
    private static let most = 10_000

    /// The latest, the oldest first.
    private func rows(_ count: Int) throws -> [ActivityRow] {
        try session.catalog().activity(count).reversed()
    }

    private func tell(_ rows: [ActivityRow], _ told: inout ToldChanges) throws {
        for row in rows {
            if let file = row.file { told.note(file, row.kind, row.at) }
            try write(
                ActivityLine(
                    at: row.at, kind: row.kind, source: row.source ?? "", path: row.path ?? "",
                    detail: row.detail ?? ""), row)
        }
    }

    private func tell(_ news: CatalogEventLine) throws {
        try write(
            ActivityLine(
                at: news.at, kind: news.kind.rawValue, source: news.source, path: news.path,
                detail: ""), news)
    }

    /// At once, whoever reads: a stream that waits for a full buffer is none.
    private func write(_ line: ActivityLine, _ value: some Encodable) throws {
        let terminal = Terminal.output
        print(
            json
                ? try JSONOutput.line(value)
                : terminal.isInteractive ? line.line(for: terminal) : line.tabs)
        fflush(nil)
    }
}

/// What was written already, as far as a stream could bring it again.
struct ToldChanges {
    private struct Change: Hashable {
        var file: File.ID
        var kind: String
        var at: Double
    }

    private var rows: Set<Change> = []
    /// When the latest of them was committed, seconds since 1970 UTC.
    private(set) var latest = -Double.infinity

    /// Notes a row of the catalogue.
    mutating func note(_ file: File.ID, _ kind: String, _ at: Double) {
        rows.insert(Change(file: file, kind: kind, at: at))
        latest = max(latest, at)
    }

    /// False once for each row that was noted.
    mutating func isNew(_ file: File.ID, _ kind: String, _ at: Double) -> Bool {
        let isNew = rows.remove(Change(file: file, kind: kind, at: at)) == nil
        latest = max(latest, at)
        return isNew
    }
}
