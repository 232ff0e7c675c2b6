import ArgumentParser
import AudiowatchCore
import Foundation
import Settings
import SystemPackage

/// `audiowatch token`: the secret for a page that other machines may reach.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make the secret for a page that other machines may reach.",
        discussion: "  audiowatch token new",
        subcommands: [New.self])

    /// `audiowatch token new`
    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a new token, and print the address that opens the page with it.",
            discussion: """
                The configuration is not read, so that it may name the file before there is
                one.

                  audiowatch token new
                  audiowatch token new ~/.config/audiowatch/studio-token --port 8787
                """)

        @OptionGroup var global: GlobalOptions

        @Argument(help: "The file; beside the configuration when not given.")
        var file: String?

        @Option(help: "The port in the printed address.")
        var port = 8787

        mutating func run() throws {
            let folder = global.editor.file.removingLastComponent()
            let path = file.map { FilePath($0).absolute } ?? folder.appending("token")
            let token = New.secret()
            try New.write(token, to: path)
            say("wrote \(path.display), readable by you alone")
            say("in the configuration, under [server]: token_file = \"\(path.display)\"")
            print("http://\(ProcessInfo.processInfo.hostName):\(port)/#token=\(token)")
        }

        /// 192 random bits in hex: nothing in it needs quoting anywhere.
        private static func secret() -> String {
            var generator = SystemRandomNumberGenerator()
            return (0..<3).map { _ in
                let digits = String(generator.next() as UInt64, radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            }.joined()
        }

        /// A file of the same name is replaced: an old token is one that others may know.
        private static func write(_ token: String, to path: FilePath) throws {
            let folder = path.removingLastComponent()
            if !FileManager.default.fileExists(atPath: folder.string) {
                try PrivateFolder.make(folder)
            }
            if unlink(path.string) != 0, errno != ENOENT {
                throw Failure("cannot replace \(path.display): \(Errno(rawValue: errno))")
            }
            do {
                let new = try FileDescriptor.open(
                    path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                    permissions: .ownerReadWrite)
                _ = try new.closeAfter { try new.writeAll((token + "\n").utf8) }
            } catch {
                throw Failure("cannot write \(path.display): \(error)")
            }
        }
    }
}
