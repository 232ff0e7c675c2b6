import TestSupport
import Testing

/// Any mixture of changes, in any order: the catalogue equals the disk after the sync point.
@Suite(.onThreads) struct RandomChangesTests {
    @Test func `Whatever happens to the tree, the catalogue follows`() throws {
        let live = try Live("random", sources: ["music", "samples"]) { world in
            for source in world.sources {
                for number in 0..<20 {
                    let place = source.path / "f\(number % 4)/g\(number % 3)/\(number).wav"
                    try Disk.write(Sounds.wav(number), to: place)
                }
            }
        }
        var changes = RandomChanges(live.world, seed: testSeed)
        for round in 1...6 {
            try live.step("seed \(testSeed), round \(round), \(changes.log.suffix(40))") {
                for _ in 0..<25 { try changes.one() }
            }
        }
    }
}

/// Makes one random change after the other and remembers which.
struct RandomChanges {
    private(set) var log: [String] = []
    private var chance: Chance
    private let sources: [DiskSource]
    private var counter = 10_000

    init(_ world: World, seed: UInt64) {
        chance = Chance(seed: seed)
        sources = world.sources
    }

    /// One change; where it makes no sense at this moment, nothing.
    mutating func one() throws {
        let files = try walk(sources).map(\.path)
        let folders = Set(files.map(\.folder)).subtracting(sources.map(\.path)).sorted()
        guard let file = files.randomElement(using: &chance),
            let other = files.randomElement(using: &chance),
            let folder = folders.randomElement(using: &chance),
            let target = folders.randomElement(using: &chance),
            let source = sources.randomElement(using: &chance)?.path
        else { return try create(in: sources[0].path) }
        counter += 1
        let fresh = Array("n\(counter).wav".utf8)
        switch Int.random(in: 0..<13, using: &chance) {
        case 0: try create(in: folder)
        case 1: try create(in: source / "new\(counter)/deep")
        case 2:
            note("rewrite", file)
            try Disk.write(Sounds.wav(Int.random(in: 0..<40, using: &chance)), to: file)
        case 3:
            note("append", file)
            try Disk.append([1, 2, 3, 4], to: file)
        case 4:
            note("move", file, folder / fresh)
            try Disk.move(file, to: folder / fresh)
        case 5 where file != other:
            note("move over", file, other)
            try Disk.move(file, to: other)
        case 6 where file != other:
            note("exchange", file, other)
            try Disk.exchange(file, other)
        case 7:
            note("copy", file, target / fresh)
            try Disk.copy(file, to: target / fresh)
        case 8:
            note("link", file, target / fresh)
            try Disk.hardLink(file, to: target / fresh)
        case 9:
            note("delete", file)
            try Disk.delete(file)
        case 10 where !source.isInside(folder):
            note("move folder", folder, source / "moved\(counter)")
            try Disk.move(folder, to: source / "moved\(counter)")
        case 11 where !folder.isInside(target) && !target.isInside(folder):
            note("exchange folders", folder, target)
            try Disk.exchange(folder, target)
        case 12 where files.count > 25:
            note("rm -r", folder)
            try Disk.deleteTree(folder)
        default: break
        }
    }

    private mutating func create(in folder: DiskPath) throws {
        counter += 1
        note("create", folder / "c\(counter).wav")
        try Disk.write(
            Sounds.wav(Int.random(in: 0..<40, using: &chance)), to: folder / "c\(counter).wav")
    }

    private mutating func note(_ what: String, _ paths: DiskPath...) {
        log.append("\(what) \(paths.map(\.description).joined(separator: " → "))")
    }
}
