import AudiowatchCore
import SystemPackage
import Testing

/// "Is this the folder that was catalogued?", case by case.
@Suite struct FoundFolderTests {
    typealias Stored = FileSystemIdentity
    typealias Verdict = FoundFolder.Verdict

    struct Case: Sendable, CustomTestStringConvertible {
        var what: String
        var stored: Stored?
        var found: FoundFolder
        var isKnownFolder = true
        var isEmpty = false
        var verdict: Verdict
        var testDescription: String { what }
    }

    static let uuid = "0a1b2c3d-0000-4000-8000-000000000001"
    static let ext4 = Stored(type: "ext4", id: uuid, rootInode: 12, folder: "/music")
    static func drive(
        _ type: String = "ext4", serial: String? = uuid, number: String? = "77aa",
        inode: Int64 = 12, folder: FilePath? = "/music"
    ) -> FoundFolder {
        FoundFolder(type: type, serial: serial, number: number, inode: inode, folder: folder)
    }

    static let cases: [Case] = [
        Case(what: "seen for the first time", stored: nil, found: drive(), verdict: .same),
        Case(what: "there as ever", stored: ext4, found: drive(), verdict: .same),
        Case(
            what: "another drive of the type", stored: ext4, found: drive(serial: "ffff-1"),
            isKnownFolder: false, verdict: .otherFileSystem),
        Case(
            what: "unmounted: the empty folder below", stored: ext4,
            found: drive("xfs", serial: "aaaa-2", number: nil), isKnownFolder: false, isEmpty: true,
            verdict: .otherFileSystem),
        Case(
            what: "two FAT sticks", stored: Stored(type: "vfat", id: "1234-ABCD", rootInode: 0),
            found: drive("vfat", serial: "1234-ABCE", number: nil, inode: 0),
            verdict: .otherFileSystem),
        Case(
            what: "a FAT stick whose serial nobody reads to us",
            stored: Stored(type: "vfat", id: "1234-ABCD", rootInode: 0),
            found: drive("vfat", serial: nil, number: nil, inode: 0), verdict: .unknown),
        Case(
            what: "a FAT stick that never had a serial",
            stored: Stored(type: "vfat", id: "", rootInode: 0),
            found: drive("vfat", serial: nil, number: nil, inode: 0), verdict: .same),
        Case(
            what: "the kernel's driver instead of the FUSE one",
            stored: Stored(type: "fuseblk", id: "1A2B-3C4D", rootInode: 0),
            found: drive("exfat", serial: "1A2B-3C4D", number: nil, inode: 0), verdict: .same),
        Case(
            what: "known by its number, and udev has come up since",
            stored: Stored(type: "ext4", id: "77aa", rootInode: 12), found: drive(),
            verdict: .same),
        Case(
            what: "known by its UUID, which cannot be read now", stored: ext4,
            found: drive(serial: nil), verdict: .same),
        Case(
            what: "known by its UUID, which cannot be read now, and another folder", stored: ext4,
            found: drive(serial: nil, inode: 13), isKnownFolder: false, verdict: .unknown),
        Case(
            what: "a new tmpfs", stored: Stored(type: "tmpfs", id: "77ab", rootInode: 1),
            found: drive("tmpfs", serial: nil, inode: 1), isKnownFolder: false,
            verdict: .otherFileSystem),
        Case(
            what: "another server's share",
            stored: Stored(type: "fuse.sshfs", id: "me@one:/music", rootInode: 0),
            found: drive("fuse.sshfs", serial: "me@two:/music", number: nil, inode: 0),
            verdict: .otherFileSystem),
        Case(
            what: "an empty folder was put in its place", stored: ext4, found: drive(inode: 13),
            isKnownFolder: false, isEmpty: true, verdict: .emptyFolder),
        Case(
            what: "restored from a backup", stored: ext4, found: drive(inode: 13),
            isKnownFolder: false, verdict: .same),
        Case(
            what: "a bind mount of another folder of its drive", stored: ext4,
            found: drive(inode: 99, folder: "/other"), isKnownFolder: false,
            verdict: .otherFolder),
        Case(
            what: "the same folder through a bind mount", stored: ext4,
            found: drive(folder: "/elsewhere"), verdict: .same),
        Case(
            what: "emptied, and the very folder", stored: ext4, found: drive(), isEmpty: true,
            verdict: .same),
    ]

    @Test(arguments: cases) func `a folder is judged by its file system first`(_ one: Case) {
        let verdict = one.found.verdict(
            stored: one.stored, isKnownFolder: one.isKnownFolder, isEmpty: { one.isEmpty })
        #expect(verdict == one.verdict)
    }

    @Test func `a file system goes on being known by the id it answers to`() {
        let byNumber = Stored(type: "ext4", id: "77aa", rootInode: 12)
        #expect(FoundFolderTests.drive().identity(after: byNumber).id == "77aa")
        #expect(FoundFolderTests.drive().identity().id == FoundFolderTests.uuid)
        let nameless = Stored(type: "ext4", id: "", rootInode: 12)
        #expect(FoundFolderTests.drive().identity(after: nameless).id == FoundFolderTests.uuid)
    }
}
