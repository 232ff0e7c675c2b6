import AudiowatchCore
import Glibc
import Settings
import SystemPackage
import TestSupport
import Testing

/// The file itself: made once, replaced whole or not at all.
@Suite struct ConfigurationFileTests {
    private let file: EditedFile
    private var editor: ConfigurationEditor { file.editor }
    private var folder: TemporaryFolder { file.folder }

    init() throws {
        file = try EditedFile()
    }

    private func write(_ text: String) throws { try file.write(text) }

    private func text() throws -> String { try file.text() }

    @Test func `the file is made as it is shipped, once, and closed to others`() throws {
        #expect(try editor.create())
        #expect(try text() == ConfigurationTemplate.text)
        var status = stat()
        _ = editor.file.withPlatformString { stat($0, &status) }
        #expect(status.st_mode & 0o777 == 0o600)
        try write("# mine\n")
        #expect(try !editor.create())
        #expect(try text() == "# mine\n")
    }

    @Test func `many at once lose nothing`() async throws {
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask { [editor] in
                    _ = try? editor.addSource(FilePath("/media/drive\(number)"))
                }
            }
        }
        #expect(Set(try editor.listSources().map(\.name)) == Set((0..<20).map { "drive\($0)" }))
        let left = try run("/bin/ls", ["-A", folder.appending("etc").string])
        #expect(left.text == "config.toml\n")
    }

    @Test func `a file that is no TOML is not touched`() throws {
        let before = "[sources.a\npath = '/a'\n"
        try write(before)
        #expect(throws: SettingsError.self) { try editor.addSource("/b") }
        #expect(throws: SettingsError.self) { try editor.removeSource("a") }
        #expect(try text() == before)
    }

    @Test func `a linked file stays a link`() throws {
        try folder.file("dotfiles/aw.toml", Array("# mine\n".utf8))
        try folder.folder("etc")
        _ = editor.file.withPlatformString { symlink("../dotfiles/aw.toml", $0) }
        _ = try editor.addSource("/b")
        let link = try run("/bin/readlink", [editor.file.string])
        #expect(link.text == "../dotfiles/aw.toml\n")
        #expect(try text() == "# mine\n\n[sources.b]\npath = \"/b\"\n")
    }

    @Test func `a write that fails keeps the file whole`() throws {
        try write("# kept\n")
        // What stands in the way of the new file cannot be removed, for root neither.
        try folder.file("etc/.config.toml.new/in the way", [])
        let error = #expect(throws: SettingsError.self) { try editor.addSource("/b") }
        #expect(error?.reason == .unwritable)
        #expect(error?.description.contains("the configuration is as it was") == true)
        #expect(try text() == "# kept\n")
    }

    @Test func `a file that a killed process left behind is no obstacle`() throws {
        try write("# kept\n")
        try folder.file("etc/.config.toml.new", Array("half".utf8))
        #expect(try editor.addSource("/b").isNew)
        #expect(try text() == "# kept\n\n[sources.b]\npath = \"/b\"\n")
    }

    @Test func `a folder that cannot be made is named`() throws {
        try folder.file("etc", [])
        let error = #expect(throws: SettingsError.self) { try editor.create() }
        #expect(error?.reason == .unwritable)
        #expect(error?.description.contains(folder.appending("etc").string) == true)
    }
}
