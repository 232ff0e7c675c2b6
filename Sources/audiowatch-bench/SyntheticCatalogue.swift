import AudiowatchCore
import SQLiteCatalog
import SystemPackage

/// A catalogue of files that do not exist, made by the product's own writer, as large as wanted.
struct SyntheticCatalogue {
    let database: String
    /// Where its source would be.
    let folder: String
    let files: Int
    let seed: UInt64

    /// Files in a folder, on average: as in libraries that were counted.
    private static let filesInFolder = 13
    /// Jobs and results in one transaction.
    private static let batch = 2_000
    /// `hash_chunk_size` where the configuration says nothing.
    private static let chunk: Int64 = 65_536

    func made() throws(BenchError) -> Figures {
        do {
            var making = try Making(self)
            try making.directories()
            try making.fill()
            return [("files", "\(files)"), ("directories", "\(making.places.count)")]
        } catch {
            throw BenchError("\(error)")
        }
    }

    private struct Making {
        private let wish: SyntheticCatalogue
        private let catalog: Catalog
        private let source: Source.ID
        private var names: SyntheticNames
        private(set) var places: [(id: Directory.ID, depth: Int)] = []
        private var clock: Int64 = 1_600_000_000_000_000
        private var inode: Int64 = 100
        /// Some that were made, for copies of them.
        private var originals: [(Fingerprint, Int64)] = []

        init(_ wish: SyntheticCatalogue) throws {
            self.wish = wish
            names = SyntheticNames(chance: .init(seed: wish.seed))
            catalog = try Catalog.open(
                at: FilePath(wish.database), chunk: SyntheticCatalogue.chunk)
            let wanted = Source(name: "bench0", path: FilePath(wish.folder))
            guard let adopted = try catalog.writer.adopt([wanted]).first else {
                throw BenchError("the catalogue took no source")
            }
            source = adopted.id
            try catalog.writer.setState(.online, of: source)
        }

        private mutating func now() -> CatalogTime {
            clock += 1_000
            return CatalogTime(microseconds: clock)
        }

        mutating func directories() throws {
            var changes: [DirectoryReport.Change] = []
            let first = try catalog.maxDirectoryID() + 1
            for number in 0...(wish.files / SyntheticCatalogue.filesInFolder) {
                let id = Directory.ID(rawValue: first + Int64(number))
                inode += 1
                if number == 0 {
                    changes.append(
                        .directoryFound(id, parent: nil, name: "", inode: inode, born: 1))
                    places.append((id, 0))
                } else {
                    // The first ones are the tree's upper levels: most folders stand deeper.
                    let parent = places[names.below(max(1, min(places.count, number / 3)))]
                    let name = "\(names.folder(depth: parent.depth)) \(number)"
                    changes.append(
                        .directoryFound(
                            id, parent: parent.id, name: FileName(name), inode: inode, born: 1))
                    places.append((id, parent.depth + 1))
                }
                if changes.count >= SyntheticCatalogue.batch { try report(&changes) }
            }
            try report(&changes)
        }

        private mutating func report(_ changes: inout [DirectoryReport.Change]) throws {
            _ = try catalog.writer.apply([
                DirectoryReport(
                    source: source, listedAt: now(), mountGeneration: 1, changes: changes)
            ])
            changes.removeAll()
        }

        mutating func fill() throws {
            var made = 0
            while made < wish.files {
                let count = min(SyntheticCatalogue.batch, wish.files - made)
                try batch(made..<made + count)
                made += count
            }
            try catalog.writer.regroupCommonNames()
            try catalog.checkpoint()
        }

        private mutating func batch(_ numbers: Range<Int>) throws {
            var wishes: [Place: String] = [:]
            for _ in numbers {
                let (text, format) = names.ending()
                let folder = names.pick(places).id
                var place = Place(folder, FileName("\(names.base()).\(text)"))
                while wishes[place] != nil {
                    place = Place(folder, FileName("\(names.base()) \(names.below(9_999)).\(text)"))
                }
                wishes[place] = format
            }
            let requests = wishes.keys.sorted {
                ($0.directory.rawValue, $0.name) < ($1.directory.rawValue, $1.name)
            }
            .map { JobRequest(.examine, source: source, place: $0, priority: .scan) }
            try catalog.writer.enqueue(requests)
            let jobs = try catalog.readyJobs(
                limit: 2 * numbers.count, excluding: [], at: CatalogTime(microseconds: .max)
            ).filter { $0.kind == .examine }.sorted { $0.id.rawValue < $1.id.rawValue }
            var finished: [FinishedJob] = []
            for job in jobs {
                finished.append(
                    FinishedJob(
                        job: job, outcome: .examined(.read(reading(wishes[job.place] ?? "wav"))),
                        examinedAt: now(), mountGeneration: 1))
            }
            _ = try catalog.writer.finish(
                finished, generations: [source: 1], at: now(), jitter: 0)
        }

        private mutating func reading(_ format: String) -> Examination.Reading {
            inode += 1
            let properties = names.properties(format)
            var fingerprint = Fingerprint(names.chance.next())
            var size = Int64(1_000 + names.below(names.below(4) == 0 ? 40_000_000 : 120_000))
            // Every tenth is a copy of a small one, which its fingerprint proves.
            if names.below(10) == 0, !originals.isEmpty {
                (fingerprint, size) = names.pick(originals)
            } else if size <= 2 * SyntheticCatalogue.chunk, originals.count < 20_000 {
                originals.append((fingerprint, size))
            }
            let modified = 1_400_000_000 + Int64(names.below(300_000_000))
            return Examination.Reading(
                stamp: Stamp(
                    size: size, modified: modified * 1_000_000_000,
                    changed: modified * 1_000_000_000,
                    inode: inode, born: 0),
                isRacy: false, fingerprint: fingerprint, properties: properties, problems: [])
        }
    }
}
