import AudiowatchCore
import GRDB
import TestSupport
import Testing

@testable import SQLiteCatalog

/// Whatever happens on the disk, in whatever order results come in: once the queue is empty, the catalogue
/// equals the disk, and every total equals a count.
struct RandomLifeTests {
    @Test(arguments: (1...40) as ClosedRange<UInt64>)
    func `after any life of the disk the catalogue equals it`(_ seed: UInt64) throws {
        let life = try RandomLife(seed: seed)
        for step in 0..<250 {
            try life.step()
            if step % 50 == 49 { #expect(try life.shelf.catalog.verifyCounters() == []) }
        }
        try life.settle()
        let wrong = try life.differences()
        #expect(wrong.isEmpty, "seed \(seed): \(wrong)")
        #expect(try life.shelf.catalog.verifyCounters() == [])
        try life.shelf.writer.recount()
        #expect(try life.shelf.catalog.verifyCounters() == [])
    }

    @Test func `a recount mends totals that went wrong`() throws {
        let life = try RandomLife(seed: 99)
        for _ in 0..<100 { try life.step() }
        try life.settle()
        try life.shelf.catalog.write {
            try $0.execute(
                sql: """
                    UPDATE sources SET files = 77, bytes = 1;
                    UPDATE contents SET present = present + 3;
                    UPDATE format_counts SET copied = 5, contents = contents + 1;
                    """)
        }
        #expect(try life.shelf.catalog.verifyCounters().isEmpty == false)
        try life.shelf.writer.recount()
        #expect(try life.shelf.catalog.verifyCounters() == [])
    }
}

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
    private var disk = DiskModel()
    private var numbers: SeededNumbers
    private var directories: [Directory.ID] = [Shelf.root]
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
            "a.wav", "A.aif", "b.wav", "c.mp3", "d.wav", FileName(bytes: [0xff, 0x2e, 0x77]),
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
        let place = Place(Shelf.root, FileName("dir \(lastDirectory)"))
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
            let place = Place(Shelf.root, FileName("renamed \(random(1_000_000))"))
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
            let listedAt = shelf.now()
            let known = try shelf.catalog.files(in: directory)
            let listed = disk.names.keys.filter { $0.directory == directory }
            let differences = FileDifferences(
                listed: listed.compactMap { place in disk.stamp(place).map { (place.name, $0) } },
                known: known, listedAt: listedAt, on: .local)
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
        if random(12) == 0 { return .examined(.unsettled(stamp, again: .seconds(1))) }
        let row = try shelf.catalog.liveFile(at: place)
        if let row, row.content != nil, !row.mustBeRead,
            stamp.proves(sameBytesAs: row.stamp, on: .local)
        {
            return .examined(.unchanged(stamp))
        }
        if row == nil {
            for kin in try shelf.catalog.rows(withInodeOf: stamp) where kin.place != place {
                let there = kin.isDeleted ? nil : disk.names[kin.place]
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

    /// Every way in which the catalogue is not the disk.
    func differences() throws -> [String] {
        var found: [String] = []
        let jobs = try shelf.jobCount() ?? 0
        if jobs != 0 { found.append("\(jobs) jobs left") }
        var rows: [Place: (stamp: Stamp, content: Int64)] = [:]
        for directory in directories {
            for (name, file) in try shelf.catalog.files(in: directory) {
                let content = try shelf.number(
                    "SELECT content_id FROM files WHERE id = \(file.id.rawValue)")
                rows[Place(directory, name)] = (file.stamp, content ?? 0)
            }
        }
        let present = try shelf.number("SELECT count(*) FROM files WHERE deleted_at IS NULL")
        if present != Int64(rows.count) { found.append("rows outside the tree: \(present ?? 0)") }
        var contents: [Int64: DiskModel.Bytes] = [:]
        for place in Set(rows.keys).union(disk.names.keys) {
            guard let stamp = disk.stamp(place), let bytes = disk.bytes(place) else {
                found.append("\(place.directory.rawValue)/\(place.name) is not on the disk")
                continue
            }
            guard let row = rows[place] else {
                found.append("\(place.directory.rawValue)/\(place.name) is not in the catalogue")
                continue
            }
            if row.stamp != stamp { found.append("\(place.name): \(row.stamp) for \(stamp)") }
            if let other = contents[row.content], other != bytes {
                found.append("content \(row.content) is \(other) and \(bytes)")
            }
            contents[row.content] = bytes
            let recorded = try shelf.number(
                "SELECT fingerprint FROM contents WHERE id = \(row.content)")
            if recorded != Int64(bytes.fingerprint) { found.append("\(place.name): fingerprint") }
        }
        if Set(contents.values).count != contents.count {
            found.append("equal bytes in two contents: \(contents)")
        }
        found += try unsound()
        return found
    }

    /// What no content may be.
    private func unsound() throws -> [String] {
        var found: [String] = []
        for (claim, sql) in [
            (
                "primaries that are not present",
                """
                SELECT count(*) FROM contents AS c LEFT JOIN files AS f ON f.id = c.primary_file_id
                WHERE f.content_id IS NOT c.id OR (c.present > 0 AND f.deleted_at IS NOT NULL)
                """
            ),
            (
                "contents without files",
                "SELECT count(*) FROM contents WHERE id NOT IN (SELECT content_id FROM files)"
            ),
            (
                "paths that are in the views more or less than once",
                """
                SELECT count(*) - (SELECT count(*) FROM files WHERE deleted_at IS NULL)
                    + count(*) - count(DISTINCT path)
                FROM (SELECT path FROM audio_files WHERE deleted = 0
                    UNION ALL SELECT duplicate_path FROM duplicate_paths)
                """
            ),
        ] {
            if let count = try shelf.number(sql), count != 0 { found.append("\(count) \(claim)") }
        }
        let near = try shelf.rows(
            "SELECT base_name, leader_id, content_id, close FROM near ORDER BY 1, 2, 3")
        var wanted: [[DatabaseValue]] = []
        var members: [String: [NearRule.Member]] = [:]
        for row in try shelf.rows(
            "SELECT base_name, id, duration FROM contents WHERE present > 0 AND duration >= 0")
        {
            guard let name = String.fromDatabaseValue(row[0]),
                let id = Int64.fromDatabaseValue(row[1]),
                let duration = Double.fromDatabaseValue(row[2])
            else { continue }
            members[name, default: []].append(
                NearRule.Member(id: Content.ID(rawValue: id), duration: duration))
        }
        for (name, members) in members {
            for group in NearRule.groups(members) {
                for (id, isClose) in group.members {
                    wanted.append([
                        name.databaseValue, group.leader.rawValue.databaseValue,
                        id.rawValue.databaseValue, isClose.databaseValue,
                    ])
                }
            }
        }
        if Set(near) != Set(wanted) { found.append("near duplicates: \(near) for \(wanted)") }
        return found
    }
}
