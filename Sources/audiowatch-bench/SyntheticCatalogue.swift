import AudiowatchCore
import SQLiteCatalog
import SystemPackage

/// A catalogue of files that do not exist, made by the product's own writer, as large as wanted.
struct SyntheticCatalogue {
    let database: String
    /// Where its source would be; a second one has a 1 behind it, and so on.
    let folder: String
    let files: Int
    /// The last of several is a backup, and of several two files in five are copies of others, a few of which
    /// nobody has compared yet.
    let sources: Int
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
        private let sources: [Source.ID]
        private var names: SyntheticNames
        private(set) var places: [(id: Directory.ID, depth: Int, source: Source.ID)] = []
        private var clock: Int64 = 1_600_000_000_000_000
        private var inode: Int64 = 100
        /// Some that were made, for copies of them.
        private var originals: [(Fingerprint, Int64)] = []
        /// The same of long ones, whose samples prove nothing.
        private var longOnes: [(Fingerprint, Int64)] = []

        init(_ wish: SyntheticCatalogue) throws {
            self.wish = wish
            names = SyntheticNames(chance: .init(seed: wish.seed))
            catalog = try Catalog.open(
                at: FilePath(wish.database), chunk: SyntheticCatalogue.chunk)
            let wanted = (0..<wish.sources).map { number in
                Source(
                    name: "bench\(number)",
                    path: FilePath(wish.folder + (number > 0 ? "\(number)" : "")),
                    role: number > 0 && number == wish.sources - 1 ? .backup : .working)
            }
            sources = try catalog.writer.adopt(wanted).map(\.id)
            for source in sources { try catalog.writer.setState(.online, of: source) }
        }

        private mutating func now() -> CatalogTime {
            clock += 1_000
            return CatalogTime(microseconds: clock)
        }

        mutating func directories() throws {
            for source in sources { try directories(of: source) }
        }

        private mutating func directories(of source: Source.ID) throws {
            var changes: [DirectoryReport.Change] = []
            let own = places.count
            let first = try catalog.maxDirectoryID() + 1
            for number in 0...(wish.files / SyntheticCatalogue.filesInFolder / sources.count) {
                let id = Directory.ID(rawValue: first + Int64(number))
                inode += 1
                if number == 0 {
                    changes.append(
                        .directoryFound(id, parent: nil, name: "", inode: inode, born: 1))
                    places.append((id, 0, source))
                } else {
                    // The first ones are the tree's upper levels: most folders stand deeper.
                    let above = max(1, min(places.count - own, number / 3))
                    let parent = places[own + names.below(above)]
                    let name = "\(names.folder(depth: parent.depth)) \(number)"
                    changes.append(
                        .directoryFound(
                            id, parent: parent.id, name: FileName(name), inode: inode, born: 1))
                    places.append((id, parent.depth + 1, source))
                }
                if changes.count >= SyntheticCatalogue.batch { try report(&changes, of: source) }
            }
            try report(&changes, of: source)
        }

        private mutating func report(
            _ changes: inout [DirectoryReport.Change], of source: Source.ID
        ) throws {
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
            var wishes: [Place: (format: String, source: Source.ID)] = [:]
            for _ in numbers {
                let (text, format) = names.ending()
                let folder = names.pick(places)
                var place = Place(folder.id, FileName("\(names.base()).\(text)"))
                while wishes[place] != nil {
                    place = Place(
                        folder.id, FileName("\(names.base()) \(names.below(9_999)).\(text)"))
                }
                wishes[place] = (format, folder.source)
            }
            let requests = wishes.keys.sorted {
                ($0.directory.rawValue, $0.name) < ($1.directory.rawValue, $1.name)
            }
            .compactMap { place in
                wishes[place].map {
                    JobRequest(.examine, source: $0.source, place: place, priority: .scan)
                }
            }
            try catalog.writer.enqueue(requests)
            let jobs = try catalog.readyJobs(
                limit: 2 * numbers.count, excluding: [], at: CatalogTime(microseconds: .max)
            ).filter { $0.kind == .examine }.sorted { $0.id.rawValue < $1.id.rawValue }
            var finished: [FinishedJob] = []
            for job in jobs {
                finished.append(
                    FinishedJob(
                        job: job,
                        outcome: .examined(.read(reading(wishes[job.place]?.format ?? "wav"))),
                        examinedAt: now(), mountGeneration: 1))
            }
            _ = try catalog.writer.finish(
                finished,
                generations: Dictionary(uniqueKeysWithValues: sources.map { ($0, 1) }),
                at: now(), jitter: 0)
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
            if sources.count > 1 { share(&fingerprint, &size) }
            let modified = 1_400_000_000 + Int64(names.below(300_000_000))
            return Examination.Reading(
                stamp: Stamp(
                    size: size, modified: modified * 1_000_000_000,
                    changed: modified * 1_000_000_000,
                    inode: inode, born: 0),
                isRacy: false, fingerprint: fingerprint, properties: properties, problems: [])
        }

        private mutating func share(_ fingerprint: inout Fingerprint, _ size: inout Int64) {
            let choice = names.below(100)
            if choice < 40, !originals.isEmpty {
                (fingerprint, size) = names.pick(originals)
            } else if choice < 42, !longOnes.isEmpty {
                (fingerprint, size) = names.pick(longOnes)
            } else if size <= 2 * SyntheticCatalogue.chunk {
                originals.append((fingerprint, size))
            } else {
                longOnes.append((fingerprint, size))
            }
        }
    }
}
