extension Topic {
    /// How it goes away.
    static let uninstalling = Topic(
        "uninstalling", "how audiowatch goes, and what stays",
        Block.blocks(
            """
            Your audio files were never changed, and nothing is stored among them. What was installed goes the way it came:

              scripts/uninstall
              scripts/uninstall --prefix /usr/local
              sudo apt remove audiowatch

            The daemon is stopped first, and only what the installation put there is removed; it is listed in
            lib/audiowatch/manifest. Configuration and catalogue stay, so that everything is known again after another
            installation. To remove those too:

              scripts/uninstall --purge

            It lists the folders with their sizes, and asks. By hand, for one user:

              rm -r ~/.config/audiowatch ~/.local/share/audiowatch ~/.local/state/audiowatch ~/.cache/audiowatch
            """))
}
