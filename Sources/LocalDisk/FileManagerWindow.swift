public import AudiowatchCore
import CLinux
import Glibc
import Synchronization

/// Asks the desktop's file manager to show a file: selected in its folder where it can, else the folder alone.
///
/// The file manager is asked over the session's D-Bus, and so is started by the desktop, not by us. Names travel as
/// escaped addresses (``FileAddress``), in arguments that no shell reads.
/// Source: https://www.freedesktop.org/wiki/Specifications/file-manager-interface/
public struct FileManagerWindow: Sendable {
    /// Why nothing can be shown.
    public enum Failure: Error, Hashable {
        /// Neither a session's bus nor a screen is known: nobody is logged in there, or the daemon was started
        /// apart from the session.
        case noDesktop
        /// None of the programs that can ask is installed.
        case noProgram
        /// They are, and no file manager answered.
        case noAnswer
    }

    /// Longest wait for one program, in milliseconds: a file manager that has to be started first takes seconds.
    private static let patience: Int32 = 10_000
    /// Longest wait for `xdg-open`, in milliseconds: some file managers go on running in its place.
    private static let launch: Int32 = 2_000

    /// Whether there is a bus, or a screen.
    struct Desktop: Sendable {
        var hasBus: Bool
        var hasScreen: Bool

        /// As this process' environment has it.
        static var now: Desktop {
            let runtime = variable("XDG_RUNTIME_DIR")
            return Desktop(
                hasBus: variable("DBUS_SESSION_BUS_ADDRESS") != nil
                    || runtime.map { access("\($0)/bus", F_OK) == 0 } == true,
                hasScreen: variable("DISPLAY") != nil || variable("WAYLAND_DISPLAY") != nil)
        }

        private static func variable(_ name: String) -> String? {
            getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    /// A program with its arguments, and what is to be seen when it succeeds.
    struct Way: Hashable, Sendable {
        var arguments: [String]
        var shows: RevealAnswer.Shown
        /// It may go on running: then it has succeeded.
        var mayStay = false
    }

    /// Programs that went on running, to be taken when they end.
    private static let left = Mutex<[pid_t]>([])

    private let desktop: Desktop

    /// Of the session that this process belongs to.
    public init() { self.init(.now) }

    init(_ desktop: Desktop) { self.desktop = desktop }

    /// Shows the file or folder at an absolute path. Blocks, some seconds at the most.
    public func show(_ path: [UInt8]) throws(Failure) -> RevealAnswer.Shown {
        FileManagerWindow.left.withLock { left in
            left.removeAll { clinux_program_end($0, 0) != -EAGAIN }
        }
        let ways = ways(to: path)
        guard !ways.isEmpty else { throw .noDesktop }
        var isAnyThere = false
        // What one program on the bus was told no other one need ask.
        for way in ways where way.shows == .folder || !isAnyThere {
            switch run(way) {
            case .shown: return way.shows
            case .missing: continue
            case .refused: isAnyThere = true
            }
        }
        throw isAnyThere ? .noAnswer : .noProgram
    }

    /// What is tried, in this order.
    func ways(to path: [UInt8]) -> [Way] {
        guard let file = FileAddress(path), let end = path.lastIndex(of: UInt8(ascii: "/")),
            let folder = FileAddress(end == 0 ? [UInt8(ascii: "/")] : Array(path[..<end]))
        else { return [] }
        let place = "/org/freedesktop/FileManager1"
        let name = "org.freedesktop.FileManager1"
        var ways: [Way] = []
        if desktop.hasBus {
            ways += [
                Way(
                    arguments: [
                        "gdbus", "call", "--session", "--timeout", "8", "--dest", name,
                        "--object-path", place, "--method", "\(name).ShowItems", "['\(file)']", "",
                    ], shows: .file),
                Way(
                    arguments: [
                        "dbus-send", "--session", "--print-reply", "--reply-timeout=8000",
                        "--dest=\(name)", place, "\(name).ShowItems", "array:string:\(file)",
                        "string:",
                    ], shows: .file),
            ]
        }
        if desktop.hasBus || desktop.hasScreen {
            ways.append(
                Way(
                    arguments: ["xdg-open", folder.description], shows: .folder, mayStay: true))
        }
        return ways
    }

    private enum Outcome {
        case shown, missing, refused
    }

    private func run(_ way: Way) -> Outcome {
        var child: pid_t = 0
        let started = withCStrings(way.arguments) { clinux_program_start($0, &child) }
        guard started == 0 else { return started == -ENOENT ? .missing : .refused }
        let ended = clinux_program_end(
            child, way.mayStay ? FileManagerWindow.launch : FileManagerWindow.patience)
        guard ended == -EAGAIN else { return ended == 0 ? .shown : .refused }
        if !way.mayStay { kill(child, SIGKILL) }
        FileManagerWindow.left.withLock { $0.append(child) }
        return way.mayStay ? .shown : .refused
    }

    /// Lends the texts as a row of C strings that ends with nil.
    private func withCStrings<Value>(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
    ) -> Value {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let row = copies.map { $0.map { UnsafePointer<CChar>($0) } } + [nil]
        return row.withUnsafeBufferPointer { row in
            // A row that ends with nil has at least that, so always a first place.
            row.baseAddress.map(body) ?? body([nil])
        }
    }
}
