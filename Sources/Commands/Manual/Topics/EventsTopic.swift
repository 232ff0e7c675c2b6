import AudiowatchCore

extension Topic {
    /// The stream of events.
    static let events = Topic(
        "events", "what the daemon tells as it happens",
        Block.blocks(
            """
            Each change is told after it is in the catalogue, never before. On a terminal, and for programs:

              audiowatch activity --follow
              audiowatch activity --follow --json | jq -r 'select(.kind == "added").path'

            # The stream

            GET /api/events answers with server-sent events. The first is `ready`: from there on everything is told. Each
            `catalog` event is one line of JSON:

              {"kind": "added", "source": "samples", "file": 12, "content": 7, "path": "/…/kick.wav", "at": 1700000000.5}

            Its id is good for the header Last-Event-ID, with which a stream goes on where another one ended. `resync`
            says that something was missed and cannot be told any more: ask for everything again. It comes instead of
            `ready` when the daemon was started anew, and later to a client that is too slow. With ?pace=0.25 what comes
            within so many seconds of the first news is sent together.

            # Kinds
            """) + [.terms(CatalogEvent.Kind.allCases.map { Block.Term($0.rawValue, meaning($0)) })]
    )

    private static func meaning(_ kind: CatalogEvent.Kind) -> String {
        switch kind {
        case .added: "A file that was not there before."
        case .changed: "Its bytes or properties changed."
        case .moved: "It stands elsewhere now."
        case .deleted: "It is gone from the disk; what is known of it is kept, marked."
        case .revived: "A deleted one is there again."
        case .verified: "It was proved, or refuted, to be a copy."
        case .problem: "A problem was recorded, or went away."
        }
    }
}
