import AudiowatchCore

/// A random catalogue, kept twice: as the index takes it in, and as subjects that a query is held against
/// one by one.
struct RandomShelf {
    var chance: Chance
    private(set) var sources: [IndexedSource] = []
    private(set) var folders: [Directory.ID: (folder: IndexedDirectory, parents: [Directory.ID])] =
        [:]
    private(set) var contents: [IndexedContent.Key: IndexedContent] = [:]
    /// The same in an order that does not change from run to run.
    private var keys: [IndexedContent.Key] = []
    private var numbers: Int64 = 0

    private static let words = [
        "Kick", "snare", "Loop", "vocal", "808", "Café", "deep", "a", "ＷＩＤＥ", "01", "x", "Straße",
    ]

    init(seed: UInt64) {
        chance = Chance(seed: seed)
    }

    private mutating func text() -> String {
        (0..<Int.random(in: 1...3, using: &chance)).map { _ in
            Self.words.randomElement(using: &chance) ?? ""
        }.joined(separator: Bool.random(using: &chance) ? " " : "_")
    }

    private mutating func number() -> Int64 {
        numbers += 1
        return numbers
    }

    /// The changes that make the first state.
    mutating func fill(_ count: Int) -> [IndexChange] {
        var changes: [IndexChange] = []
        for name in ["samples", "my drive", "vault"] {
            let source = IndexedSource(
                id: Source.ID(rawValue: number()), name: name, isAway: name == "my drive",
                isBackup: name == "vault")
            sources.append(source)
            changes.append(.source(source))
            changes.append(.directory(addFolder(in: nil, of: source.id)))
        }
        for _ in 0..<8 {
            guard
                let parent = folders.keys.sorted(by: { $0.rawValue < $1.rawValue })
                    .randomElement(using: &chance), let source = folders[parent]?.folder.source
            else { continue }
            changes.append(.directory(addFolder(in: parent, of: source)))
        }
        for _ in 0..<count {
            changes.append(set(content(.content(Content.ID(rawValue: number())))))
        }
        for _ in 0..<3 { changes.append(set(content(.file(File.ID(rawValue: number()))))) }
        return changes + [.complete]
    }

    private mutating func addFolder(in parent: Directory.ID?, of source: Source.ID)
        -> IndexedDirectory
    {
        let folder = IndexedDirectory(
            id: Directory.ID(rawValue: number()), parent: parent, name: folderName(),
            source: source, named: named())
        folders[folder.id] = (
            folder, parent.flatMap { folders[$0]?.parents }.map { $0 + [folder.id] } ?? [folder.id]
        )
        return folder
    }

    /// No two folders have one path, so that their order is a matter of fact.
    private mutating func folderName() -> SearchedText {
        SearchedText("\(text()) \(number())")
    }

    private mutating func named() -> NamedSound {
        NamedSound(
            tempo: [120, 128.5, nil, nil].randomElement(using: &chance) ?? nil,
            key: ["Am", "C", nil, nil].randomElement(using: &chance)?.flatMap { MusicalKey($0) })
    }

    /// Some lie just where one band of ages ends and the next begins, when it is 1,716,000,000.
    private mutating func time() -> Int64 {
        let days: Int64 = [7, 30, 365, 5 * 365].randomElement(using: &chance) ?? 0
        return Bool.random(using: &chance)
            ? Int64.random(in: 1_500_000_000...1_716_000_000, using: &chance)
            : 1_716_000_000 - days * 86_400 + Int64.random(in: -1...1, using: &chance)
    }

    private mutating func set(_ content: IndexedContent) -> IndexChange {
        if contents.updateValue(content, forKey: content.key) == nil { keys.append(content.key) }
        return .content(content)
    }

    private mutating func content(_ key: IndexedContent.Key) -> IndexedContent {
        let isRead: Bool
        if case .content = key { isRead = true } else { isRead = false }
        let places = folders.keys.sorted { $0.rawValue < $1.rawValue }
        let files = (0..<(isRead ? Int.random(in: 1...3, using: &chance) : 1)).map { _ in
            IndexedFile(
                id: File.ID(rawValue: number()),
                directory: places.randomElement(using: &chance) ?? Directory.ID(rawValue: 1),
                name: SearchedText(text() + ".wav"),
                modified: time(),
                named: named())
        }
        var content = IndexedContent(
            key: key, files: files,
            size: [100, 5_000_000_000, 99_999, 100_000, 9_999_999, 10_000_000]
                .randomElement(using: &chance) ?? 0)
        guard isRead else { return content }
        content.format = ["wav", "flac", nil].randomElement(using: &chance) ?? nil
        content.numbers[.duration] =
            [0.5, 1, 3.14159265, 75, nil].randomElement(using: &chance) ?? nil
        content.numbers[.sampleRate] = [44_100, 96_000, nil].randomElement(using: &chance) ?? nil
        content.numbers[.channels] = [1, 2, 16].randomElement(using: &chance)
        content.numbers[.bitDepth] = [16, 24, nil].randomElement(using: &chance) ?? nil
        content.numbers[.tempo] =
            Bool.random(using: &chance)
            ? Double(Int.random(in: 60...900, using: &chance)) / 5 : nil
        content.musicalKey = ["Am", "C", "F#m", nil].randomElement(using: &chance)?.flatMap {
            MusicalKey($0)
        }
        for text in ["Kick", "kíck", "hi hat", "808"]
        where Int.random(in: 0..<4, using: &chance) == 0 {
            content.labels = Label.joined(content.labels, Label(text).map { [$0] } ?? [])
        }
        if Bool.random(using: &chance) {
            content.tags = [(.title, SearchedText(text())), (.tag, SearchedText(text()))]
        }
        for word in [FileStateWord.broken, .suspect, .near, .unverified, .estimated]
        where Int.random(in: 0..<4, using: &chance) == 0 { content.states.insert(word) }
        return content
    }

    /// One random change.
    mutating func change() -> IndexChange {
        guard let place = keys.indices.randomElement(using: &chance) else {
            return set(content(.content(Content.ID(rawValue: number()))))
        }
        let key = keys[place]
        switch Int.random(in: 0..<5, using: &chance) {
        case 0:
            contents[key] = nil
            keys.swapAt(place, keys.count - 1)
            keys.removeLast()
            return .contentGone(key)
        case 1:
            return set(content(key))
        case 2:
            let ids = folders.keys.sorted { $0.rawValue < $1.rawValue }
            guard let id = ids.randomElement(using: &chance), var folder = folders[id]?.folder
            else {
                return .reserve(0)
            }
            folder.name = folderName()
            folder.named = named()
            folders[id]?.folder = folder
            return .directory(folder)
        default:
            return set(content(.content(Content.ID(rawValue: number()))))
        }
    }

    /// The content as a query sees it.
    func subject(_ content: IndexedContent) -> SearchSubject {
        let files = content.files.map { file in
            SearchSubject.File(
                name: file.name, folder: path(file.directory),
                source: source(of: file.directory)?.name ?? "", modified: Double(file.modified))
        }
        var numbers = content.numbers
        var key = content.musicalKey
        numbers[.copies] = Double(files.count)
        numbers[.size] = Double(content.size)
        numbers[.duration] = numbers[.duration].map {
            SearchSubject.length(SearchSubject.steps($0))
        }
        let named = named(content)
        numbers[.tempo] = numbers[.tempo] ?? named.tempo
        key = key ?? named.key
        var states = content.states
        let homes = content.files.compactMap { source(of: $0.directory) }
        if files.count > 1 { states.insert(.duplicate) }
        if homes.allSatisfy(\.isAway) { states.insert(.offline) }
        if !homes.contains(where: \.isBackup) { states.insert(.unbacked) }
        return SearchSubject(
            files: files, tags: content.tags, format: content.format, numbers: numbers,
            key: key, labels: Set(content.labels.map(\.searched)), states: states)
    }

    /// What the names of its files and their folders say, the first file before the others.
    func named(_ content: IndexedContent) -> NamedSound {
        content.files.reduce(NamedSound()) { known, file in
            let folders = (folders[file.directory]?.parents ?? []).compactMap {
                self.folders[$0]?.folder.named
            }
            return known.completed(
                by: folders.reversed().reduce(file.named) { $0.completed(by: $1) })
        }
    }

    func path(_ id: Directory.ID) -> SearchedText {
        let names = (folders[id]?.parents ?? []).compactMap { folders[$0]?.folder.name.bytes }
        return SearchedText(folded: Array(names.joined(separator: [UInt8(ascii: "/")])))
    }

    func source(of id: Directory.ID) -> IndexedSource? {
        sources.first { $0.id == folders[id]?.folder.source }
    }

    /// One random query.
    mutating func query() throws -> SearchQuery {
        let pieces = [
            "kick", "sna", "a", "o", "08", "cafe", "zzz", "dir:deep", "name:kick", "title:loop",
            "tag:808", "path:\"deep/ki\"", "\"p/a\"", "path:\"e/\"", "format:wav", "source:vault",
            "source:\"my drive\"", "dur:<1s", "dur:1..60", "rate:96k", "channels:>2", "bits:24",
            "size:>1GB", "bpm:100..140", "bpm:120", "key:Am",
            "key:C", "copies:>1", "is:duplicate", "is:offline",
            "is:near", "is:unbacked", "is:unverified", "is:broken", "is:suspect", "is:estimated",
            "modified:2023", "modified:<200d",
            "size:>=100k size:<1M", "modified:7d..30d", "wide", "strasse", ".wav",
            "label:KICK", "label:\"hi hat\"", "label:none",
        ]
        let count = Int.random(in: 0...3, using: &chance)
        let parts = (0..<count).map { _ in
            (Int.random(in: 0..<4, using: &chance) == 0 ? "-" : "")
                + (pieces.randomElement(using: &chance) ?? "")
        }
        return try SearchQuery(
            parsing: parts.joined(
                separator: Int.random(in: 0..<3, using: &chance) == 0 ? " OR " : " "))
    }
}

/// A generator with a seed (SplitMix64), so that a failure can be repeated.
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
