import AudiowatchCore
import SystemPackage
import Testing

/// Whether a directory's rows may be judged by what stands there, case by case.
@Suite struct MountVerdictTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var what: String
        var stored: FileSystemIdentity?
        var standing: DirectoryStanding
        var isKnownDirectory = false
        var holdsFiles = true
        var verdict: MountVerdict
        var testDescription: String { what }
    }

    static let drive = FileSystemIdentity(type: "ext4", id: "aa-1", rootInode: 2)
    static let stick = FileSystemIdentity(type: "vfat", id: "1234-ABCD", rootInode: 0)

    static func mounted(
        _ type: String, _ serial: String?, inode: Int64, isEmpty: Bool = false,
        folder: FilePath? = "/"
    ) -> DirectoryStanding {
        .mounted(
            FoundMount(
                FoundFolder(type: type, serial: serial, number: nil, inode: inode, folder: folder),
                isEmpty: isEmpty, number: 77))
    }

    static let cases: [Case] = [
        Case(
            what: "an ordinary folder", stored: nil, standing: .inParent, isKnownDirectory: true,
            verdict: .plain),
        Case(
            what: "an empty mount point gets a drive", stored: nil,
            standing: mounted("ext4", "aa-1", inode: 2), holdsFiles: false, verdict: .begins),
        Case(
            what: "a folder with rows is mounted over", stored: nil,
            standing: mounted("tmpfs", nil, inode: 1),
            verdict: .away(.covered(type: "tmpfs"))),
        Case(
            what: "a drive that was catalogued before mounts were told apart", stored: nil,
            standing: mounted("ext4", "aa-1", inode: 2), isKnownDirectory: true, verdict: .begins),
        Case(
            what: "the drive is there", stored: drive,
            standing: mounted("ext4", "aa-1", inode: 2), isKnownDirectory: true,
            verdict: .present),
        Case(
            what: "a FAT stick is there, its inodes renumbered", stored: stick,
            standing: mounted("vfat", "1234-ABCD", inode: 0), verdict: .present),
        Case(
            what: "the drive was unmounted", stored: drive, standing: .inParent,
            verdict: .away(.unmounted)),
        Case(
            what: "an empty drive was unmounted", stored: drive, standing: .inParent,
            holdsFiles: false, verdict: .begins),
        Case(
            what: "another drive at its place", stored: drive,
            standing: mounted("ext4", "bb-2", inode: 2),
            verdict: .away(.covered(type: "ext4"))),
        Case(
            what: "another drive in place of an empty one", stored: drive,
            standing: mounted("ext4", "bb-2", inode: 2), holdsFiles: false, verdict: .begins),
        Case(
            what: "another FAT stick", stored: stick,
            standing: mounted("vfat", "1234-ABCE", inode: 0),
            verdict: .away(.covered(type: "vfat"))),
        Case(
            what: "the program behind it died", stored: stick,
            standing: .unreadable("not connected"),
            verdict: .away(.unreadable("not connected"))),
        Case(
            what: "a plain folder that cannot be looked at", stored: nil,
            standing: .unreadable("input/output error"), verdict: .plain),
        Case(
            what: "a bind mount of another folder of the same drive",
            stored: FileSystemIdentity(type: "ext4", id: "aa-1", rootInode: 9, folder: "/one"),
            standing: mounted("ext4", "aa-1", inode: 10, folder: "/two"),
            verdict: .away(.covered(type: "ext4"))),
    ]

    @Test(arguments: cases) func `rows are judged only where their file system is`(_ one: Case) {
        let verdict = MountVerdict.of(
            stored: one.stored, standing: one.standing, isKnownDirectory: one.isKnownDirectory,
            holdsFiles: { one.holdsFiles })
        #expect(verdict == one.verdict)
    }
}
