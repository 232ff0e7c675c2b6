/// A chapter of the manual: read with `audiowatch help NAME`, and with man(1).
struct Topic {
    /// What is typed. No subcommand has such a name.
    let name: String
    /// The page's name and its section.
    let page: (name: String, section: Int)
    /// What it is about, in one line without a full stop.
    let title: String
    let blocks: [Block]

    init(_ name: String, page: String? = nil, section: Int = 7, _ title: String, _ blocks: [Block])
    {
        self.name = name
        self.page = (page ?? "audiowatch-\(name)", section)
        self.title = title
        self.blocks = blocks
    }

    /// Every chapter, in the order of the list.
    static var all: [Topic] {
        [searching, configuration, api, events, troubleshooting, privacy, remote, uninstalling]
    }

    /// The chapter of this name.
    static func named(_ name: String) -> Topic? { all.first { $0.name == name } }

    /// Every page for man(1).
    static func pages() throws -> [ManualPage] {
        let command = ManualPage(
            name: "audiowatch", section: 1, title: "keeps a live catalogue of your audio files",
            blocks: CommandPage(tool: try ToolInfo.current()).blocks)
        let pages = [command] + all.map { ManualPage($0) }
        return pages.map { page in
            var page = page
            page.others = pages.filter { $0.file != page.file }.map { "\($0.name)(\($0.section))" }
            return page
        }
    }
}

extension ManualPage {
    /// The page of a chapter.
    init(_ topic: Topic) {
        self.init(
            name: topic.page.name, section: topic.page.section, title: topic.title,
            blocks: topic.blocks)
    }
}
