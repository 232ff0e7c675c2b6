import ArgumentParser
import AudiowatchCore
import SQLiteCatalog

/// `audiowatch duplicates`: what is there more than once.
struct DuplicatesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates",
        abstract: "List files with equal bytes, or with --near files that are almost the same.",
        discussion: """
            Equal bytes are proved, never guessed. Near duplicates have one base name and
            nearly one length: close ones first, then loose ones, names that many files
            share last. Nothing is ever deleted.

            With --overlap: how much of each source exists elsewhere too, and what every
            two sources share, in % of the bytes of each. What may be equal and is not
            compared yet is `unverified`. Copies in a backup source and hard links waste
            nothing.

            Groups that you have decided are left out: on the page, or with `audiowatch
            verdict`.

              audiowatch duplicates
              audiowatch duplicates --decided keep
              audiowatch duplicates --overlap
              audiowatch duplicates --near --limit 20
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var limit: LimitOption

    @Flag(help: "Different bytes, but one name and nearly one length.")
    var near = false

    @Flag(help: "Which sources share how much.")
    var overlap = false

    @Option(
        help: ArgumentHelp(
            "Groups by what was decided of them: no, yes, keep, not_duplicate, later, all.",
            valueName: "verdict"),
        transform: { word in
            guard let decided = DuplicateQuestion.Decided(rawValue: word) else {
                throw ValidationError("\(word) is no verdict")
            }
            return decided
        })
    var decided: DuplicateQuestion.Decided?

    func validate() throws {
        guard overlap, near || limit.limit != nil || decided != nil else { return }
        throw ValidationError("--overlap goes with neither --near, --limit nor --decided")
    }

    mutating func run() throws {
        let catalog = try global.session().catalog()
        if overlap { return try printOverlap(catalog.overlap()) }
        var groups = GroupPrinter(json: global.json, limit: limit.limit)
        if near {
            try printNear(catalog, &groups)
        } else {
            try printExact(catalog, &groups)
        }
        let left = try decided == nil ? decidedGroups(catalog) : 0
        guard groups.count > 0 else {
            if !global.json {
                say(near ? "no near duplicates" : "no duplicates")
                sayLeft(left)
            }
            throw ExitCode.nothing
        }
        let hidden = groups.count - groups.shown
        if hidden > 0 { say("\(Display.count(hidden)) more groups; --limit NUMBER shows them") }
        if !global.json { sayLeft(left) }
    }

    /// Groups that are not shown because they are decided.
    private func decidedGroups(_ catalog: Catalog) throws -> Int {
        let counts =
            near
            ? try catalog.nearPage(size: 0).decided : try catalog.duplicatePage(size: 0).decided
        return counts.keep + counts.notDuplicate + counts.later
    }

    private func sayLeft(_ left: Int) {
        guard left > 0 else { return }
        say(
            "\(Display.count(left)) decided \(left == 1 ? "group is" : "groups are") left out; "
                + "--decided yes shows them")
    }

    /// Groups read at once. Page by page: who reads slowly must not hold one state of the database, whose log could
    /// not shrink meanwhile.
    private static let page = 500

    private func printExact(_ catalog: Catalog, _ groups: inout GroupPrinter) throws {
        var question = DuplicateQuestion(decided: decided ?? .no)
        while true {
            let page = try catalog.duplicatePage(question, size: DuplicatesCommand.page)
            for group in page.groups
            where !groups.add(group, { GroupLines.exact(group, for: $0) }) { return }
            guard let next = page.next else { return }
            question.after = next
        }
    }

    private func printNear(_ catalog: Catalog, _ groups: inout GroupPrinter) throws {
        var after: NearCursor?
        while true {
            let page = try catalog.nearPage(
                size: DuplicatesCommand.page, after: after, decided: decided ?? .no)
            for group in page.groups
            where !groups.add(group, { GroupLines.near(group, for: $0) }) { return }
            guard let next = page.next else { return }
            after = next
        }
    }

    private func printOverlap(_ overlap: SourceOverlap) throws {
        if global.json {
            try printJSON(overlap)
        } else {
            for line in OverlapText.lines(overlap, width: Terminal.output.width) { print(line) }
        }
        if overlap.groups == 0, overlap.pairs.isEmpty { throw ExitCode.nothing }
    }
}

/// Writes groups as they come, on a terminal only the first fifty.
private struct GroupPrinter {
    let json: Bool
    let limit: Int?
    private(set) var count = 0
    private(set) var shown = 0
    private let terminal = Terminal.output

    init(json: Bool, limit: Int?) {
        self.json = json
        self.limit = limit
    }

    /// Takes a group; false when no more are wanted.
    mutating func add(_ group: some Encodable, _ lines: (Terminal) -> [String]) -> Bool {
        count += 1
        if json {
            shown += 1
            if let line = try? JSONOutput.line(group) { print(line) }
        } else if limit != nil || !terminal.isInteractive || count <= RowOutput.shown {
            shown += 1
            if shown > 1 { print() }
            for line in lines(terminal) { print(line) }
        }
        return limit.map { count < $0 } ?? true
    }
}
