public import SystemPackage

/// The systemd user unit under which the daemon runs: the one source of its text, from which
/// `config/audiowatch.service` and what `audiowatch service install` writes are made. Pure.
public struct ServiceUnit: Hashable, Sendable {
    /// The unit's name.
    public static let name = "audiowatch.service"

    /// A word of a unit that stands for a path, or a path itself.
    public struct Place: Hashable, Sendable {
        let text: String

        /// As systemd.syntax(7) and systemd.unit(5) want a path in quotes: `%`, `"`, `\` and `$` doubled or escaped.
        public init(_ path: FilePath) {
            text = path.string.reduce(into: "") { text, character in
                switch character {
                case "%": text += "%%"
                case "\"": text += "\\\""
                case "\\": text += "\\\\"
                default: text.append(character)
                }
            }
        }

        init(specifier text: String) {
            self.text = text
        }

        var quoted: String { "\"\(text)\"" }

        /// In a command line `$` stands for a variable, unless it is doubled.
        var argument: String {
            "\"\(text.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$"))\""
        }
    }

    /// The program.
    public var program: Place
    /// Arguments after `run`.
    public var arguments: [Place]
    /// Folders that the daemon writes to, besides its runtime folder, which systemd makes.
    public var folders: [Place]

    /// All values.
    public init(program: Place, arguments: [Place] = [], folders: [Place]) {
        (self.program, self.arguments, self.folders) = (program, arguments, folders)
    }

    /// The unit for whoever keeps to the standard places: what is shipped.
    public static let standard = ServiceUnit(
        program: Place(specifier: "%h/.local/bin/audiowatch"),
        folders: [
            "%h/.config/audiowatch", "%h/.local/share/audiowatch", "%h/.local/state/audiowatch",
            "%h/.cache/audiowatch",
        ].map(Place.init(specifier:)))

    /// The line by which a file is known to be made from here.
    public static let mark = "# Written by `audiowatch service install`"

    /// The whole text.
    public var text: String {
        let command = ([program] + [Place(specifier: "run")] + arguments).map(\.argument)
        return """
            \(ServiceUnit.mark), which fills in the paths and writes it anew:
            # changes belong into a drop-in, `systemctl --user edit audiowatch`.
            # Checked with `systemd-analyze security --offline=true`; `audiowatch service status` says how it runs.

            [Unit]
            Description=audiowatch: a live catalogue of your audio files
            # A daemon that cannot start is not tried for ever.
            StartLimitIntervalSec=10min
            StartLimitBurst=5

            [Service]
            Type=notify
            NotifyAccess=main
            ExecStart=\(command.joined(separator: " "))
            ExecReload=/bin/kill -HUP $MAINPID
            # Nothing is lost by it: what is not written is in the queue, or found by the next start.
            Restart=on-failure
            RestartSec=5
            # Wrong usage, no catalogue of ours, the page's port in use, a limit: no restart mends that.
            RestartPreventExitStatus=2 5 6
            # A large catalogue may be brought up to date by a new version.
            TimeoutStartSec=10min
            TimeoutStopSec=10
            WatchdogSec=3min
            # Only the daemon is told of the end: its helpers end with it, and one that ends first looks like a crash.
            KillMode=mixed

            # Manners beside a DAW: last in line for the processor and the disk, and little memory.
            CPUSchedulingPolicy=idle
            IOSchedulingClass=idle
            MemoryHigh=1G

            # The user's files are read and never written; what is ours is in these folders.
            UMask=0077
            ProtectSystem=strict
            ProtectHome=read-only
            ReadWritePaths=\(folders.map(\.quoted).joined(separator: " "))
            # Where the control socket is; others of ours may have one there too.
            RuntimeDirectory=audiowatch
            RuntimeDirectoryMode=0700
            RuntimeDirectoryPreserve=yes

            # It never asks for a privilege. User units need PrivateUsers for what concerns mounts.
            PrivateUsers=yes
            NoNewPrivileges=yes
            CapabilityBoundingSet=
            RestrictSUIDSGID=yes
            PrivateTmp=yes
            PrivateDevices=yes
            ProtectKernelTunables=yes
            ProtectKernelModules=yes
            ProtectKernelLogs=yes
            ProtectControlGroups=yes
            ProtectClock=yes
            ProtectHostname=yes
            ProtectProc=invisible
            RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
            RestrictNamespaces=yes
            RestrictRealtime=yes
            LockPersonality=yes
            MemoryDenyWriteExecute=yes
            SystemCallArchitectures=native
            SystemCallErrorNumber=EPERM
            # The last four are in no group, and without them the helpers' own walls cannot be raised.
            SystemCallFilter=@system-service
            SystemCallFilter=landlock_create_ruleset landlock_add_rule landlock_restrict_self seccomp

            [Install]
            WantedBy=default.target

            """
    }
}
