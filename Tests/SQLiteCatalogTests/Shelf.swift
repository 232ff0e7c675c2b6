import AudiowatchCore
import Foundation
import GRDB
import SystemPackage
import TestSupport

@testable import SQLiteCatalog

/// A real catalogue in a folder of its own, with one source, and short ways to say what was found.
final class Shelf {
    static let root = Directory.ID(rawValue: 1)
    /// Files up to twice this many bytes are proved by their fingerprint.
    static let chunk: Int64 = 1_000

    let folder: TemporaryFolder
    let path: FilePath
    let catalog: Catalog
    let writer: CatalogWriter
    let source: Source.ID
    /// The mount generation that counts now.
    var generation: Int64 = 1
    private var clock: Int64 = 1_000_000

    init(sourcePath: FilePath = "/music") throws {
        folder = try TemporaryFolder("catalog")
        path = folder.appending("state/catalog.db")
        catalog = try Catalog.open(at: path, chunk: Shelf.chunk)
        writer = catalog.writer
        source = try writer.adopt([Source(name: "music", path: sourcePath)])[0].id
        try writer.setState(.online, of: source)
        try writer.setIdentity(
            FileSystemIdentity(type: "ext4", id: "a", rootInode: 2), of: source)
        try report([
            .directoryFound(Shelf.root, parent: nil, name: "", inode: 2, born: 1)
        ])
    }

    /// Time goes by and nothing happens.
    func letPass(seconds: Int64) {
        clock += seconds * 1_000_000
    }

    func now() -> CatalogTime {
        clock += 1_000
        return CatalogTime(microseconds: clock)
    }

    @discardableResult
    func report(
        _ changes: [DirectoryReport.Change], listedAt: CatalogTime? = nil, generation: Int64? = nil
    ) throws -> [CatalogEvent] {
        try writer.apply(
            [
                DirectoryReport(
                    source: source, listedAt: listedAt ?? now(),
                    mountGeneration: generation ?? self.generation, changes: changes)
            ], generations: [source: self.generation])
    }

    func directory(_ id: Int64, _ name: FileName, in parent: Int64 = 1) throws {
        try report([
            .directoryFound(
                Directory.ID(rawValue: id), parent: Directory.ID(rawValue: parent), name: name,
                inode: 1_000 + id, born: 1)
        ])
    }

    func place(_ name: FileName, in directory: Int64 = 1) -> Place {
        Place(Directory.ID(rawValue: directory), name)
    }

    /// Asks for a look at a place, and takes the job.
    func job(
        _ place: Place, _ priority: Job.Priority = .live, _ kind: Job.Kind = .examine
    ) throws -> Job {
        try writer.enqueue([JobRequest(kind, source: source, place: place, priority: priority)])
        return try waiting(place, kind)
    }

    /// The job of a place, whether or not it is due.
    func waiting(_ place: Place, _ kind: Job.Kind = .examine) throws -> Job {
        let jobs = try catalog.readyJobs(
            limit: 10_000, excluding: [], at: CatalogTime(microseconds: .max))
        guard let job = jobs.first(where: { $0.place == place && $0.kind == kind }) else {
            throw TestFailure("no job at \(place.name)")
        }
        return job
    }

    func finished(
        _ job: Job, _ examination: Examination, at: CatalogTime? = nil, generation: Int64? = nil
    ) -> FinishedJob {
        FinishedJob(
            job: job, outcome: .examined(examination), examinedAt: at ?? now(),
            mountGeneration: generation ?? self.generation)
    }

    @discardableResult
    func finish(_ jobs: [FinishedJob]) throws -> [CatalogEvent] {
        try writer.finish(jobs, generations: [source: generation], at: now(), jitter: 0)
    }

    /// A look at a name that found this.
    @discardableResult
    func look(
        _ name: FileName, in directory: Int64 = 1, _ examination: Examination
    ) throws -> [CatalogEvent] {
        try finish([finished(job(place(name, in: directory)), examination)])
    }

    /// The digest job of a name came to this.
    @discardableResult
    func digest(_ name: FileName, _ digest: UInt64, stamp: Stamp) throws -> [CatalogEvent] {
        try finish([
            FinishedJob(
                job: waiting(place(name), .digest),
                outcome: .digested(Digest(high: digest, low: 0), stamp: stamp), examinedAt: now(),
                mountGeneration: generation)
        ])
    }

    func rows(_ sql: String) throws -> [[DatabaseValue]] {
        try catalog.read { db in try Row.fetchAll(db, sql: sql).map { $0.map(\.1) } }
    }

    func number(_ sql: String) throws -> Int64? {
        try catalog.read { try Int64.fetchOne($0, sql: sql) }
    }

    func texts(_ sql: String) throws -> [String] {
        try catalog.read { try String.fetchAll($0, sql: sql) }
    }

    /// Name and content of every present file.
    func contents() throws -> [String: Int64] {
        let pairs = try rows("SELECT name, content_id FROM files WHERE deleted_at IS NULL").map {
            (String.fromDatabaseValue($0[0]) ?? "?", Int64.fromDatabaseValue($0[1]) ?? 0)
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    func jobCount() throws -> Int64? { try number("SELECT count(*) FROM jobs") }
}

extension Stamp {
    /// Written long ago, so never racy.
    static func of(inode: Int64, size: Int64 = 500, modified: Int64 = 5) -> Stamp {
        Stamp(size: size, modified: modified, changed: modified, inode: inode, born: inode)
    }
}

extension Properties {
    static func wav(_ duration: Double = 1) -> Properties {
        Properties(
            duration: duration, sampleRate: 48_000, channels: 2, bitDepth: 24, format: "wav",
            codec: "pcm_s24le", bitRate: 2_304_000)
    }
}

extension Examination {
    static func bytes(
        _ fingerprint: UInt64, _ stamp: Stamp, _ properties: Properties? = .wav(),
        problems: [Problem] = [], isRacy: Bool = false
    ) -> Examination {
        .read(
            Reading(
                stamp: stamp, isRacy: isRacy, fingerprint: Fingerprint(fingerprint),
                properties: properties, problems: problems))
    }
}
