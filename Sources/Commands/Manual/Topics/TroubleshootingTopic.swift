extension Topic {
    /// What to do when something is not as it should be.
    static let troubleshooting = Topic(
        "troubleshooting", "when something is not as it should be",
        Block.blocks(
            """
            Begin with these. `doctor` looks at everything it can and says what helps; `why` tells the rule that applies
            to a path; `problems` lists what could not be read.

              audiowatch doctor
              audiowatch status
              audiowatch why ~/Samples/kick.wav
              audiowatch problems

            # A file is missing

            `audiowatch why PATH` says which rule leaves it out: an extension that is not listed, an excluded name, a size
            below min_file_size, or a source that is switched off. A file that is being written is settling: it comes when
            it is closed or rests.

            # Changes come late: watch limits

            Each folder takes one inotify watch of your user's. Where the limit is reached, the folders without one are
            looked at every poll_interval, and `status` and `doctor` say how many. To raise it, for now and for good:

              sudo sysctl fs.inotify.max_user_watches=524288
              echo fs.inotify.max_user_watches=524288 | sudo tee /etc/sysctl.d/60-audiowatch.conf

            When very much changes at once the kernel drops news (an overflow). Nothing is lost: what may be concerned is
            compared with the disk again. If it happens often, raise fs.inotify.max_queued_events.

            # Network shares and cloud drives

            NFS, SMB and most FUSE file systems do not tell of changes made by others. They are compared every
            rescan_interval instead, by default every fifteen minutes, and what this machine changes itself is noticed at
            once. `audiowatch scan NAME` looks now. On cloud drives opening a file downloads it, so only names, sizes and
            times are read there (read = "names").

              audiowatch source set nas rescan_interval 5m
              audiowatch source set cloud read full

            # Drives that are away

            An unplugged drive loses nothing: its files stay in the catalogue, marked offline, and searches find them. It is
            known by its file system, not by where it is mounted, and its return is noticed at once without reading a
            file. Only `audiowatch doctor --prune` forgets files, and never those of a drive that is away.

            # The catalogue is damaged

            `doctor` reads the whole database, and the daemon says at its start when it cannot. Stop it, move the database
            aside, and start again: everything that the disks hold is found anew. What only you could tell, such as
            verdicts on duplicates, is in the file that was moved.

              audiowatch stop
              mv ~/.local/share/audiowatch/catalog.db ~/damaged.db
              audiowatch run

            # After an update

            Before a new version changes the database's form the old one is copied beside it, as
            catalog.db.before-update. The last copy is kept; `doctor` names it. To go back to the old version, move the copy
            into the database's place. Without room for a copy the daemon does not start, and says how much it needs.

            # The port is taken

            Exit code 5: another program listens on the page's port. Choose another one below [server].

              [server]
              port = 8788

            # It should work less

            It works at the lowest priority for processor and disks, and backs off when others use a disk. To have it do
            nothing for a while:

              audiowatch pause 1h

            # Reporting a fault

            `audiowatch doctor --json`, `audiowatch doctor --events --json` and the log say most. They hold names of files:
            read them before you pass them on.
            """))
}
