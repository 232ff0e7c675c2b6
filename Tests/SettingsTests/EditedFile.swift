import Settings
import SystemPackage
import TestSupport

/// A configuration file of its own, and its editor.
struct EditedFile {
    let folder: TemporaryFolder
    let editor: ConfigurationEditor

    init() throws {
        folder = try TemporaryFolder("settings")
        editor = ConfigurationEditor(
            file: folder.appending("etc/config.toml"), paths: testPaths)
    }

    func write(_ text: String) throws {
        try folder.file("etc/config.toml", Array(text.utf8))
    }

    func text() throws -> String {
        let file = try FileDescriptor.open(editor.file, .readOnly)
        let bytes = try file.closeAfter {
            var buffer = [UInt8](repeating: 0, count: 100_000)
            let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
            return Array(buffer.prefix(count))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
