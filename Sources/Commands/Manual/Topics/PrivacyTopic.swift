extension Topic {
    /// What is stored where.
    static let privacy = Topic(
        "privacy", "what is stored where, and that nothing leaves the machine",
        Block.blocks(
            """
            Nothing leaves the machine. There is no telemetry, no search for updates, and the page asks for nothing but the
            daemon itself. Your audio files are opened for reading only; neither they nor their times are changed.

            The page is served to this machine alone, and to processes of your user only, until you set another address
            and a token. See the chapter remote.

            # What is stored
            """)
            + [
                .terms([
                    Block.Term(
                        "~/.config/audiowatch/",
                        "The configuration: folders that you named. A token, where you made one, readable by you alone."
                    ),
                    Block.Term(
                        "~/.local/share/audiowatch/",
                        "The catalogue: paths, sizes and times of your audio files, fingerprints of their bytes, what"
                            + " their headers and tags say, what happened lately (10,000 lines), and what you decided."
                    ),
                    Block.Term(
                        "~/.local/state/audiowatch/",
                        "The log of a daemon in the background. File names are in it at the levels debug and trace only."
                    ),
                    Block.Term(
                        "~/.cache/audiowatch/",
                        "Waveforms, which can be made again; the demo library; logs of builds."),
                    Block.Term(
                        "$XDG_RUNTIME_DIR/audiowatch/", "The control socket; gone when you log out."
                    ),
                ])
            ]
            + Block.blocks(
                """
                These folders are readable by you alone, and follow the XDG variables where those are set. Files are read by
                a helper process that can open nothing by itself, has no network, and is given one file at a time.

                # Forgetting

                Files that were deleted stay known until you say otherwise. `doctor --prune` forgets them, and sources that
                are no longer configured; the chapter uninstalling says how everything goes.

                  audiowatch doctor --prune --dry-run
                  audiowatch doctor --prune --older-than 90d
                """))
}
