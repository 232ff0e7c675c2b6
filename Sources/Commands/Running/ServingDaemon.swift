import AudiowatchCore
import DaemonClient
import Foundation
import Settings
import SystemPackage

extension GlobalOptions {
    /// The daemon of this configuration, running or not; also where the file cannot be used as it is now: then the
    /// one that was started with it, which goes on with what the file said before.
    func daemon() throws -> DaemonClient {
        do {
            return try session().daemon
        } catch let error as SettingsError {
            guard let daemon = running(editor.file) else { throw error }
            say("\(error)")
            return daemon
        }
    }

    /// The daemon that says that it was started with this file; nil where none runs.
    private func running(_ file: FilePath) -> DaemonClient? {
        let folder = StandardPaths.current().runtimeFolder
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
        return names.filter { $0.hasPrefix("control") && $0.hasSuffix(".sock") }
            .map { DaemonClient(socket: folder.appending($0)) }
            .first { (try? $0.status())?.configuration?.file == file.display }
    }
}
