import AudiowatchCore
import SystemPackage

/// What `audiowatch tray` tells this program, which is not meant to be started by hand.
struct TrayArguments {
    /// The daemon's control socket.
    var socket = FilePath()
    /// The program `audiowatch`, for what takes more than a question to the daemon.
    var program = FilePath()
    /// `--config` and `--database` as they were given to it, with their values.
    var options: [String] = []
    /// Whether notifications are shown.
    var notifies = true
    /// Whether the session started it: then nothing opens by itself.
    var isAutostart = false

    /// Nil when they make no sense.
    init?(_ arguments: some Sequence<String>) {
        var rest = Array(arguments)[...]
        while let word = rest.popFirst() {
            switch word {
            case "--quiet": notifies = false
            case "--autostart": isAutostart = true
            case "--socket", "--program", "--config", "--database":
                guard let value = rest.popFirst() else { return nil }
                switch word {
                case "--socket": socket = FilePath(value)
                case "--program": program = FilePath(value)
                default: options += [word, value]
                }
            default: return nil
            }
        }
        guard socket.isAbsolute, program.isAbsolute else { return nil }
    }
}
