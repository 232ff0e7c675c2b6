import ArgumentParser
import AudiowatchCore
import DaemonClient
import Glibc

/// `audiowatch open`: the page in a browser.
struct OpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Open the page of the running daemon; without a desktop print its address.",
        discussion: """
            With --start a daemon is started where none runs: what the desktop's entry
            does.

              audiowatch open
              audiowatch open --start
              audiowatch open --print
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Only print the address.")
    var print = false

    @Flag(help: "Start the daemon in the background where none runs.")
    var start = false

    mutating func run() throws {
        let session = try global.session()
        if start {
            say(try BackgroundDaemon(session: session, options: global.absolute).start())
        }
        try PageOpening(session: session, json: global.json, isPrinting: print).open()
    }
}

/// Opens the page of the running daemon, or says where it is.
struct PageOpening {
    let session: Session
    let json: Bool
    /// Only print the address.
    var isPrinting = false

    /// `place` is what follows the page's own address: `#/?q=kick`.
    func open(at place: String = "") throws {
        guard let root = try page() else {
            throw ExitCode.nothing.saying("the daemon serves no page yet; try again in a moment")
        }
        let page = root + place
        if json { return try printJSON(Opened(page: page)) }
        guard !isPrinting, Desktop.isThere, Desktop.open(page) else { return print(page) }
        say("opened \(page)")
    }

    /// A daemon that was started a moment ago answers before its page does.
    private func page() throws -> String? {
        for _ in 0..<100 {
            if let page = try session.daemon.status().page { return page }
            usleep(20_000)
        }
        return nil
    }
}

private struct Opened: Encodable {
    var page: String
}
