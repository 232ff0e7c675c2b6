import AudiowatchCore
import Foundation
import Glibc
import MemorySearch
import SQLiteCatalog
import SystemPackage
import TestSupport

/// A real folder with files, and a catalogue that knows them.
final class Library: Sendable {
    let folder: TemporaryFolder
    let catalog: Catalog
    let source: Source.ID
    private let root = Directory.ID(rawValue: 1)

    init() throws {
        folder = try TemporaryFolder("library")
        let music = try folder.folder("music")
        catalog = try Catalog.open(at: folder.appending("catalog.db"), chunk: 1_000)
        guard let adopted = try catalog.writer.adopt([Source(name: "music", path: music)]).first
        else { throw TestFailure("no source was adopted") }
        source = adopted.id
        try catalog.writer.setState(.online, of: source)
        try catalog.writer.setIdentity(
            FileSystemIdentity(type: "ext4", id: "a", rootInode: 2), of: source)
        _ = try catalog.writer.apply([
            DirectoryReport(
                source: source, listedAt: CatalogTime(microseconds: 1), mountGeneration: 1,
                changes: [.directoryFound(root, parent: nil, name: "", inode: 2, born: 1)])
        ])
    }

    /// Writes a file and catalogues it; equal fingerprints are copies. Returns the row of its content.
    @discardableResult
    func add(
        _ name: FileName, _ bytes: [UInt8] = Array("RIFF".utf8), fingerprint: UInt64,
        format: String = "wav", duration: Double = 1, problem: Problem? = nil
    ) throws -> Int64 {
        let path = folder.appending("music").child(name)
        let descriptor = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try descriptor.closeAfter { _ = try descriptor.writeAll(bytes) }
        var properties = Properties(
            duration: duration, sampleRate: 44_100, channels: 2, format: format)
        properties.tags.title = "title"
        try look(
            at: name,
            .read(
                .init(
                    stamp: stamp(path), isRacy: false, fingerprint: Fingerprint(fingerprint),
                    properties: properties, problems: problem.map { [$0] } ?? [])))
        return try catalog.show(.path(path))?.id?.rawValue ?? 0
    }

    /// Takes a file from the disk and from the catalogue.
    func remove(_ name: FileName) throws {
        _ = folder.appending("music").child(name).withPlatformString { unlink($0) }
        try look(at: name, .missing)
    }

    /// Answers from an index that is filled for each question.
    func search(_ question: SearchQuestion, at moment: SearchMoment) -> SearchAnswer? {
        let index = SearchIndex(scratch: folder.path.bytes)
        var reader = IndexReader(catalog)
        do {
            try reader.load { news in
                index.update(news)
                return true
            }
        } catch {
            return nil
        }
        return index.answer(question, at: moment)
    }

    func setState(_ state: SourceState) throws {
        try catalog.writer.setState(state, of: source)
    }

    private func look(at name: FileName, _ examination: Examination) throws {
        let place = Place(root, name)
        try catalog.writer.enqueue([
            JobRequest(.examine, source: source, place: place, priority: .live)
        ])
        let now = CatalogTime(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
        guard
            let job = try catalog.readyJobs(limit: 100, excluding: [], at: now)
                .first(where: { $0.place == place })
        else { throw TestFailure("no job for \(name)") }
        _ = try catalog.writer.finish(
            [
                FinishedJob(
                    job: job, outcome: .examined(examination), examinedAt: now, mountGeneration: 1)
            ], generations: [source: 1], at: now, jitter: 0)
    }

    private func stamp(_ path: FilePath) -> Stamp {
        var status = stat()
        _ = path.withPlatformString { stat($0, &status) }
        func time(_ value: timespec) -> Int64 {
            Int64(value.tv_sec) * 1_000_000_000 + Int64(value.tv_nsec)
        }
        return Stamp(
            size: Int64(status.st_size), modified: time(status.st_mtim),
            changed: time(status.st_ctim), inode: Int64(bitPattern: UInt64(status.st_ino)), born: 0)
    }
}
