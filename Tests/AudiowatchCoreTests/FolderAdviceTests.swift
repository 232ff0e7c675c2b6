import AudiowatchCore
import SystemPackage
import Testing

/// What is said of a folder before it becomes a source.
@Suite struct FolderAdviceTests {
    private let sources = [
        Source(name: "music", path: "/home/ada/Music"),
        Source(name: "drums", path: "/home/ada/Music/Drums"),
        Source(name: "drive", path: "/media/drive"),
    ]

    private func advice(
        _ folder: FilePath, _ look: FolderAdvice.Look = .folder(fileSystem: "ext4")
    ) -> FolderAdvice {
        FolderAdvice(folder, name: "new", found: look, among: sources)
    }

    @Test func `of a plain folder nothing is said`() {
        let advice = advice("/home/ada/Samples")
        #expect(advice.canBeAdded && advice.remarks.isEmpty)
        #expect(advice.name == "new")
        #expect(advice.path == "/home/ada/Samples")
    }

    @Test func `one that is a source already is named, and not added`() {
        let advice = advice("/media/drive")
        #expect(!advice.canBeAdded)
        #expect(advice.name == "drive")
        #expect(advice.remarks.map(\.kind) == [.known])
    }

    @Test func `one inside others belongs to the innermost until then`() {
        let advice = advice("/home/ada/Music/Drums/909")
        #expect(advice.canBeAdded)
        #expect(advice.remarks.map(\.kind) == [.inside])
        #expect(advice.remarks.first?.message.contains("source drums") == true)
    }

    @Test func `one around others leaves them their files`() {
        let advice = advice("/home/ada")
        #expect(advice.remarks.map(\.kind) == [.around])
        #expect(advice.remarks.first?.message.contains("music, drums lie inside") == true)
        #expect(self.advice("/media").remarks.first?.message.contains("drive lies inside") == true)
        // A name that begins alike is no folder inside.
        #expect(self.advice("/media/driv").remarks.isEmpty)
    }

    @Test func `what is not there may come; a file never does`() {
        #expect(advice("/x", .missing).canBeAdded)
        #expect(advice("/x", .missing).remarks.map(\.kind) == [.missing])
        #expect(!advice("/x", .notFolder).canBeAdded)
        #expect(advice("/x", .forbidden).remarks.map(\.kind) == [.forbidden])
        #expect(advice("/x", .silent).canBeAdded)
    }

    @Test func `a network is polled, a cloud is read by names`() {
        #expect(advice("/nas", .folder(fileSystem: "nfs4")).remarks.map(\.kind) == [.polled])
        #expect(advice("/nas", .folder(fileSystem: "nfs4")).remarks[0].message.contains("nfs4"))
        #expect(
            advice("/cloud", .folder(fileSystem: "fuse.rclone")).remarks.map(\.kind)
                == [.polled, .namesOnly])
        #expect(advice("/drive", .folder(fileSystem: "fuseblk")).remarks.isEmpty)
        #expect(advice("/x", .folder(fileSystem: nil)).remarks.isEmpty)
    }
}
