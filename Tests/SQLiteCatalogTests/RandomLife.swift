import AudiowatchCore
import TestSupport

@testable import SQLiteCatalog

/// The same numbers on every machine.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    }

    mutating func next() -> UInt64 {
        // xorshift64*
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_f491_4f6c_dd1d
    }
}

/// A disk, somebody who changes it, somebody who looks at it, and a catalogue that is told late.
final class RandomLife {
    let shelf: Shelf
    private(set) var disk = DiskModel()
    private var numbers: SeededNumbers
    private(set) var directories: [Directory.ID] = [Shelf.root]
    private var parents: [Directory.ID: Place] = [:]
    private var lastDirectory: Int64 = 1
    private var inFlight: [FinishedJob] = []

    init(seed: UInt64) throws {
        shelf = try Shelf()
        numbers = SeededNumbers(seed: seed)
        for _ in 0..<3 { try makeDirectory() }
    }

    private func random(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &numbers) }

    private func somewhere() -> Place {
        let names: [FileName] = [
            "a.wav", "A.aif", "b.wav", "c.mp3", "Loop_128_Am.wav",
            FileName(bytes: [0xff, 0x2e, 0x77]),
        ]
        return Place(directories[random(directories.count)], names[random(names.count)])
    }

    private func something() -> DiskModel.Bytes {
        // Few bytes, so that copies and trap pairs are frequent; sizes on both sides of two chunks.
        let fingerprint = UInt64(random(3)) + 1
        return random(2) == 0
            ? DiskModel.Bytes(fingerprint: fingerprint, size: 600, digest: fingerprint)
            : DiskModel.Bytes(fingerprint: fingerprint, size: 9_000, digest: UInt64(random(3)))
    }

    func step() throws {
        switch random(20) {
        case 0, 1, 2:
            let place = somewhere()
            disk.create(place, something())
            try tell([place])
        case 3:
            let place = somewhere()
            disk.overwrite(place, something())
            try tell([place])
        case 4, 5:
            let place = somewhere()
            disk.unlink(place)
            try tell([place])
        case 6, 7, 8:
            let (old, new) = (somewhere(), somewhere())
            disk.rename(old, to: new)
            try tell([old, new])
        case 9:
            let (left, right) = (somewhere(), somewhere())
            disk.exchange(left, right)
            try tell([left, right])
        case 10:
            let (old, new) = (somewhere(), somewhere())
            disk.link(old, as: new)
            try tell([new])
        case 11:
            let (old, new) = (somewhere(), somewhere())
            disk.copy(old, to: new)
            try tell([new])
        case 12: try changeDirectories()
        case 13: try rescan()
        case 14, 15, 16: try take(random(6) + 1)
        default: try finish(random(6) + 1)
        }
    }

    /// Everything told is looked at, and everything looked at is written.
    func settle() throws {
        for _ in 0..<20 {
            try rescan()
            for _ in 0..<200 {
                try take(50)
                if inFlight.isEmpty { break }
                try finish(inFlight.count)
            }
            if try shelf.jobCount() == 0 { break }
        }
        _ = try shelf.writer.regroupCommonNames()
    }

    private func tell(_ places: [Place], _ priority: Job.Priority = .live) throws {
        try shelf.writer.enqueue(
            places.map {
                JobRequest(
                    .examine, source: shelf.source, place: $0,
                    priority: disk.names[$0] == nil ? .vanished : priority)
            })
    }

    private func makeDirectory() throws {
        lastDirectory += 1
        let id = Directory.ID(rawValue: lastDirectory)
        let place = Place(Shelf.root, FileName("\(90 + lastDirectory % 3)bpm dir \(lastDirectory)"))
        try shelf.directory(lastDirectory, place.name)
        directories.append(id)
        parents[id] = place
    }

    private func changeDirectories() throws {
        let id = directories[1 + random(directories.count - 1)]
        let other = directories[1 + random(directories.count - 1)]
        switch random(3) {
        case 0:
            guard let left = parents[id], let right = parents[other], id != other else { return }
            parents[id] = right
            parents[other] = left
            try shelf.report([
                .directoryMoved(id, parent: right.directory, name: right.name),
                .directoryMoved(other, parent: left.directory, name: left.name),
            ])
        case 1:
            let place = Place(Shelf.root, FileName("C#m renamed \(random(1_000_000))"))
            parents[id] = place
            try shelf.report([.directoryMoved(id, parent: Shelf.root, name: place.name)])
        default:
            disk.removeDirectory(id)
            directories.removeAll { $0 == id }
            parents[id] = nil
            try shelf.report([.directoryGone(id)])
            try makeDirectory()
        }
    }

    /// What a full reconcile asks for.
    private func rescan() throws {
        for directory in directories {
            let known = try shelf.catalog.folder(directory)
            let listed = disk.names.keys.filter { $0.directory == directory }
            let differences = FileDifferences(
                listed: listed.compactMap { place in disk.stamp(place).map { (place.name, $0) } },
                known: known, on: .local)
            try tell(
                (differences.changed.sorted() + differences.vanished).map { Place(directory, $0) },
                .scan)
        }
    }

    private func take(_ count: Int) throws {
        let jobs = try shelf.catalog.readyJobs(
            limit: count, excluding: Set(inFlight.map(\.job.id)),
            at: CatalogTime(microseconds: .max))
        for job in jobs {
            let at = shelf.now()
            let isStale = random(15) == 0
            inFlight.append(
                FinishedJob(
                    job: job, outcome: try look(job), examinedAt: at,
                    mountGeneration: isStale ? 0 : shelf.generation))
        }
    }

    private func finish(_ count: Int) throws {
        inFlight.shuffle(using: &numbers)
        let batch = Array(inFlight.prefix(count))
        inFlight.removeFirst(batch.count)
        try shelf.finish(batch)
    }

    /// What a worker does, on this disk.
    private func look(_ job: Job) throws -> FinishedJob.Outcome {
        let place = job.place
        guard let stamp = disk.stamp(place), let bytes = disk.bytes(place) else {
            return .examined(.missing)
        }
        if job.kind == .digest {
            return .digested(Digest(high: bytes.digest, low: 1), stamp: stamp)
        }
        if random(12) == 0 { return .examined(.torn(stamp)) }
        let row = try shelf.catalog.liveFile(at: place)
        if let row, row.content != nil, !row.mustBeRead,
            stamp.proves(sameBytesAs: row.stamp, on: .local)
        {
            return .examined(.unchanged(stamp))
        }
        if row == nil {
            for kin in try shelf.catalog.rows(withInodeOf: stamp) where kin.place != place {
                let there = kin.isDeleted ? nil : disk.names[kin.place]
                if there == stamp.inode, kin.changed != stamp.changed { continue }
                return .examined(
                    there == stamp.inode
                        ? .linked(row: kin.id, stamp) : .moved(row: kin.id, stamp))
            }
        }
        let fingerprint = Fingerprint(bytes.fingerprint)
        let isKnown = try shelf.catalog.isKnown(fingerprint: fingerprint, size: bytes.size)
        return .examined(
            .bytes(
                bytes.fingerprint, stamp,
                isKnown ? nil : .wav(Double(bytes.fingerprint) + Double(bytes.size % 7) / 10)))
    }
}
