import AudiowatchCore
import Testing

/// What listings in time make of the directories of a source: which is the same under another name, which
/// is new, and which is to be judged by the disk because nothing came of it. Times are milliseconds.
@Suite struct MoveCaseTests {
    private struct Case: Decodable {
        /// The sentence that the case proves.
        var says: String
        /// Inodes and birth times are kept here; true by default.
        var isStable: Bool?
        var tree: [Known]
        var listings: [Listing]
        /// What follows, as `MILLISECONDS WHAT`.
        var decisions: [String]
        /// Where directories stand at the end.
        var paths: [String: String]?
    }

    private struct Known: Decodable {
        var id: Int64
        var parent: Int64?
        var name: String
        var inode: Int64
    }

    private struct Listing: Decodable {
        var at: Int
        /// The directory listed; nil for a sync point.
        var of: Int64?
        /// Names and inodes.
        var shows: [Shown]?
        /// Inodes that the disk still shows at their old place.
        var standing: [Int64]?
    }

    private struct Shown: Decodable {
        var name: String
        var inode: Int64
    }

    @Test(arguments: CaseFiles.names(of: "DirectoryTree"))
    func `both halves of a move are one, half a move is held and judged`(_ file: String) throws {
        let wanted: Case = try CaseFiles.read(file, of: "DirectoryTree")
        let known = wanted.tree.map {
            KnownDirectory(
                id: Directory.ID(rawValue: $0.id),
                parent: $0.parent.map(Directory.ID.init(rawValue:)),
                name: FileName($0.name), inode: $0.inode, born: $0.inode)
        }
        var run = MoveRun(tree: DirectoryTree(known), isStable: wanted.isStable ?? true)
        for listing in wanted.listings {
            run.advance(to: listing.at)
            guard let directory = listing.of else {
                run.judge(isPressed: true)
                continue
            }
            run.list(
                Directory.ID(rawValue: directory),
                (listing.shows ?? []).map {
                    ListedDirectory(name: FileName($0.name), inode: $0.inode, born: $0.inode)
                }, standing: Set(listing.standing ?? []))
        }
        run.advance(to: run.now + 10_000)
        #expect(run.decisions == wanted.decisions, "\(wanted.says)")
        for (id, path) in wanted.paths ?? [:] {
            let number = try #require(Int64(id))
            let names = run.tree.names(to: Directory.ID(rawValue: number))
            #expect(
                names?.map(\.display).joined(separator: "/") == path, "\(wanted.says): \(id)")
        }
    }

    @Test func `there are cases`() {
        #expect(CaseFiles.names(of: "DirectoryTree").count >= 5)
    }
}

/// Steps a tree, and what it holds, through time.
private struct MoveRun {
    var tree: DirectoryTree
    let isStable: Bool
    private(set) var decisions: [String] = []
    private(set) var now = 0
    private var held = HeldDirectories()
    private var last: Int64 = 100
    private let start = ContinuousClock.now

    init(tree: DirectoryTree, isStable: Bool) {
        self.tree = tree
        self.isStable = isStable
    }

    mutating func list(
        _ directory: Directory.ID, _ listed: [ListedDirectory], standing: Set<Int64>
    ) {
        let numbers = (last + 1)...(last + 100)
        var rest = numbers.makeIterator()
        let changes = tree.reconcile(
            directory, with: listed, isStable: isStable,
            TreeQuestions(
                number: { Directory.ID(rawValue: rest.next() ?? 0) },
                stillStands: { node, _ in standing.contains(node.inode) },
                holdsFiles: { _ in true }))
        for change in changes { note(change) }
        for id in tree.withoutPlace where held[id] == nil { hold(id) }
    }

    mutating func judge(isPressed: Bool) {
        for id in held.takeRipe(at: moment(now), isPressed: isPressed) {
            decide("judge \(id.rawValue)")
        }
    }

    mutating func advance(to time: Int) {
        while let next = held.nextTime, next <= moment(time) {
            while moment(now) < next { now += 1 }
            judge(isPressed: false)
        }
        now = time
    }

    private mutating func note(_ change: TreeChange) {
        switch change {
        case .found(let id, let listed):
            last = max(last, id.rawValue)
            decide("found \(id.rawValue) as \(listed.name.display)")
        case .moved(let id, let place):
            held[id] = nil
            decide("moved \(id.rawValue) to \(place.directory.rawValue)/\(place.name.display)")
        case .known(let id), .mounted(let id, _), .returned(let id, _), .away(let id, _):
            held[id] = nil
        case .vanished(let id): if held[id] == nil { hold(id) }
        }
    }

    private mutating func hold(_ id: Directory.ID) {
        held[id] = moment(now)
        decide("hold \(id.rawValue)")
    }

    private mutating func decide(_ text: String) { decisions.append("\(now) \(text)") }

    private func moment(_ time: Int) -> ContinuousClock.Instant { start + .milliseconds(time) }
}
