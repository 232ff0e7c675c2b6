extension Topic {
    /// How programs ask the daemon.
    static let api = Topic(
        "api", "how programs ask the daemon",
        Block.blocks(
            """
            Everything that the page and the commands know and do goes over HTTP with JSON: on the page's port, and on
            the control socket $XDG_RUNTIME_DIR/audiowatch/control.sock, which only you can open.

              curl 'http://127.0.0.1:8787/api/files?q=kick%20format:wav&limit=5'
              curl --unix-socket "$XDG_RUNTIME_DIR/audiowatch/control.sock" http://localhost/api/status

            # Rules

            Times are seconds since 1970 UTC. A key without a value is left out. A path stands in `path` for reading; where
            that changed its bytes the exact ones stand in `path_base64` beside it. An error is
            {"error": {"code", "message", "hint"}}, and its message is made to be shown. Lists have a `limit` of 1 to
            1000; the `next` of one page is the `after` of the following one, and without it the page was the last.

            On the port, what acts is a POST with Content-Type: application/json and X-Audiowatch: 1; what reads is a GET
            and changes nothing. Without a token only processes of the same user are answered, with one whoever sends
            `Authorization: Bearer TOKEN`.

              curl -X POST -H 'Content-Type: application/json' -H 'X-Audiowatch: 1' -d '{}' http://127.0.0.1:8787/api/scan

            # Reading
            """) + [.terms(reading)] + [.heading("Acting"), .terms(acting)]
            + Block.blocks(
                """
                The views audio_files and duplicate_paths of the database may be read with sqlite3, also while the
                daemon runs.

                  sqlite3 -readonly ~/.local/share/audiowatch/catalog.db 'SELECT path, duration_secs FROM audio_files LIMIT 5'
                """))

    private static let reading = [
        Block.Term("GET /api/status", "How everything stands, as `audiowatch status --json`."),
        Block.Term("GET /api/files?q=", "Files that a search finds; sort, order, offset, limit."),
        Block.Term("GET /api/files/ID", "Everything known of one file."),
        Block.Term(
            "GET /api/facets?q=", "What a search finds, counted by format, source and so on."),
        Block.Term("GET /api/duplicates", "Groups of files with equal bytes."),
        Block.Term("GET /api/near-duplicates", "Groups of files that are almost the same."),
        Block.Term("GET /api/duplicates/overlap", "What sources share."),
        Block.Term("GET /api/stats", "The catalogue in figures."),
        Block.Term("GET /api/activity", "What happened lately, the newest first."),
        Block.Term("GET /api/problems", "What could not be handled, with the reason."),
        Block.Term("GET /api/changes", "The last 1,000 raw changes and what was decided of each."),
        Block.Term(
            "GET /api/events", "What is committed, as it is committed; see the chapter events."),
        Block.Term("GET /audio/ID", "The bytes of a file, or a WAV of what browsers cannot read."),
        Block.Term("GET /metrics", "Figures for Prometheus."),
        Block.Term(
            "GET /api/openapi.json", "Every route with all that it takes and answers: OpenAPI 3.1."),
    ]

    private static let acting = [
        Block.Term("POST /api/scan", "Look at whole sources or folders again: {sources?, paths?}."),
        Block.Term("POST /api/wait", "Return when everything done so far is in the catalogue."),
        Block.Term("POST /api/pause", "No work for {seconds?}; /api/resume ends it."),
        Block.Term("POST /api/problems/ID/retry", "Try a file again at once."),
        Block.Term(
            "POST /api/annotations/KIND",
            "Store what a program says of sounds: the lines of `audiowatch annotate`."),
        Block.Term("POST /api/stop", "End the daemon."),
    ]
}
