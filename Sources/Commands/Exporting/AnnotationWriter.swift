import AudiowatchCore
import DaemonClient
import Foundation
import SQLiteCatalog
import Settings

/// Who writes annotations: a running daemon, or this process while it holds the daemon's lock.
enum AnnotationWriter {
    case daemon(DaemonClient)
    case alone(Catalog, DaemonLock)

    init(_ session: Session) throws {
        let database = session.configuration.database
        // Another catalogue than the daemon's, as --database may name, is not the daemon's business.
        if try AnnotationWriter.served(by: session.daemon) == database.display {
            self = .daemon(session.daemon)
        } else {
            // What was never catalogued has nothing to be said of; nothing is made for it.
            _ = try session.catalog()
            let lock = try DaemonLock.acquire(for: database, address: "annotations")
            self = .alone(
                try Catalog.open(at: database, chunk: session.configuration.hashChunkSize), lock)
        }
    }

    /// The database of the daemon that runs; nil when none does.
    private static func served(by daemon: DaemonClient) throws -> String? {
        do {
            return try daemon.identity().database
        } catch DaemonClientError.notRunning {
            return nil
        }
    }

    func write(_ batch: AnnotationBatch) throws -> AnnotationReport {
        switch self {
        case .daemon(let daemon): return try daemon.annotate(batch)
        case .alone(let catalog, _):
            let now = CatalogTime(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
            return try catalog.writer.annotate(
                AnnotationLine.read(batch), kind: batch.kind, at: now)
        }
    }
}
