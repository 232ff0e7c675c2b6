import AudiowatchCore
import Foundation
import Glibc
import Synchronization
import SystemPackage
import TestSupport
@testable import HTTPDashboard

/// What hostile requests are sent at: a server over a catalogue in which some files are not what they were, beside
/// a file that nobody catalogued.
struct HostileGround {
    let page: ServedPage
    /// What stands for something in the tables.
    let values: [String: String]
    /// In a file beside the source.
    private static let secret = "SECRET-OUTSIDE-OF-THE-SOURCES"

    init(_ page: ServedPage) throws {
        self.page = page
        let library = page.library
        let secret = try library.folder.file("secret.wav", Array(HostileGround.secret.utf8))
        var values = ["library": library.folder.path.string, "secret": secret.string]
        let sound = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
        values["id"] = "\(try library.add("kick.wav", sound, fingerprint: 1))"
        values["empty"] = "\(try library.add("empty.wav", [], fingerprint: 2))"
        let music = library.folder.appending("music")
        let held = try library.folder.folder("held")
        for (number, name) in ["link", "swapped", "fifo"].enumerated() {
            let file = FileName("\(name).wav")
            // As long as the secret: only the inode tells them apart.
            let bytes = [UInt8](repeating: 1, count: HostileGround.secret.utf8.count)
            values[name] = "\(try library.add(file, bytes, fingerprint: UInt64(number + 3)))"
            // Held elsewhere, so that no new file is given its inode.
            rename(music.child(file).string, held.child(file).string)
        }
        symlink(secret.string, music.appending("link.wav").string)
        try library.folder.file("music/swapped.wav", Array(HostileGround.secret.utf8))
        mkfifo(music.appending("fifo.wav").string, 0o600)
        self.values = values
    }

    /// Sends bytes on a connection of their own, and reads what comes back up to the end.
    func send(_ bytes: [UInt8], hangsUp: Bool = false, opens: Bool = false) throws -> [UInt8] {
        let connection = try Loopback(port: page.port, seconds: 15)
        // A server that has heard enough may have closed already.
        try? connection.send(bytes)
        if hangsUp { connection.endSending() }
        guard opens else { return try connection.rest() }
        return Array(try connection.text(upTo: "}\n\n").utf8)
    }

    /// What of an answer is nobody's business; nil when there is nothing.
    func leak(in text: String) -> String? {
        let library = page.library.folder.path.string
        let foreign = text.replacing("\(library)/music", with: "")
        return [HostileGround.secret, library, "root:x:0:", "correct-horse"].first {
            foreign.contains($0)
        }
    }
}

extension Asked {
    /// What was asked of the daemon to be done.
    var deeds: Int {
        state.withLock {
            $0.scans.count + $0.waits.count + $0.pauses.count + $0.retries.count
                + $0.reveals.count + $0.prunes.count + $0.verdicts.count + $0.stops + $0.resumes
        }
    }
}
