import AudiowatchCore
import SystemPackage
import Testing

/// Drives that come, go and change places inside one source.
@Suite struct TreeMountTests {
    private func id(_ number: Int64) -> Directory.ID { Directory.ID(rawValue: number) }

    private let drive = FileSystemIdentity(type: "ext4", id: "aa-1", rootInode: 2, folder: "/")

    /// 1 ── drive (2, a mount) ── loops (4)
    ///   └─ b (3)
    private func sample() -> DirectoryTree {
        var tree = DirectoryTree()
        tree.insert(
            id(1), parent: nil, name: "", inode: 10, born: 1,
            fileSystem: FileSystemIdentity(type: "ext4", id: "home", rootInode: 10))
        tree.insert(
            id(2), parent: id(1), name: "drive", inode: 2, born: 2, fileSystem: drive)
        tree.insert(id(3), parent: id(1), name: "b", inode: 30, born: 3)
        // The same inode number as b, on the other drive.
        tree.insert(id(4), parent: id(2), name: "loops", inode: 30, born: 3)
        return tree
    }

    private func ask(
        holdsFiles: Bool = true,
        stillStands: @escaping (DirectoryTree.Node, [FileName]) -> Bool = { _, _ in false }
    ) -> TreeQuestions {
        TreeQuestions(
            number: { Directory.ID(rawValue: 99) }, stillStands: stillStands,
            holdsFiles: { _ in holdsFiles })
    }

    private func listed(
        _ name: FileName, _ inode: Int64, _ born: Int64, _ standing: DirectoryStanding = .inParent
    ) -> ListedDirectory {
        ListedDirectory(name: name, inode: inode, born: born, standing: standing)
    }

    private func mount(_ type: String, _ serial: String, _ inode: Int64) -> DirectoryStanding {
        .mounted(
            FoundMount(
                FoundFolder(type: type, serial: serial, number: nil, inode: inode, folder: "/"),
                isEmpty: false, number: 7))
    }

    @Test func `inodes of two drives are told apart`() {
        let tree = sample()
        #expect(tree.directory(inode: 30, born: 3) == id(3))
        #expect(tree.directory(inode: 30, born: 3, on: id(2)) == id(4))
    }

    @Test func `an unmounted drive is away with all below, and returns as it was`() {
        var tree = sample()
        let gone = tree.place(listed("drive", 500, 5), in: id(1), isStable: true, ask())
        #expect(gone == .away(id(2), .unmounted))
        #expect(tree.names(to: id(4)) == nil)
        #expect(tree.names(to: id(3)) == ["b"])
        let back = listed("drive", 2, 2, mount("ext4", "aa-1", 2))
        #expect(
            tree.place(back, in: id(1), isStable: true, ask()) == .returned(id(2), back))
        #expect(tree.names(to: id(4)) == ["drive", "loops"])
        #expect(tree.place(back, in: id(1), isStable: true, ask()) == .known(id(2)))
    }

    @Test func `another drive in its place changes nothing of it`() {
        var tree = sample()
        let other = listed("drive", 2, 9, mount("ext4", "bb-2", 2))
        #expect(
            tree.place(other, in: id(1), isStable: true, ask())
                == .away(id(2), .covered(type: "ext4")))
        #expect(tree[id(2)]?.born == 2)
    }

    @Test func `a folder that was mounted over is itself again afterwards`() {
        var tree = sample()
        let cover = listed("b", 1, 0, mount("tmpfs", "t", 1))
        #expect(
            tree.place(cover, in: id(1), isStable: true, ask())
                == .away(id(3), .covered(type: "tmpfs")))
        let same = listed("b", 30, 3)
        #expect(tree.place(same, in: id(1), isStable: true, ask()) == .returned(id(3), same))
        #expect(tree.fileSystems[id(3)] == nil)
    }

    @Test func `a folder replaced while something was mounted over it is another one`() {
        var tree = sample()
        let cover = listed("b", 1, 0, mount("tmpfs", "t", 1))
        _ = tree.place(cover, in: id(1), isStable: true, ask())
        let other = listed("b", 31, 4)
        #expect(tree.place(other, in: id(1), isStable: true, ask()) == .found(id(99), other))
        #expect(tree.withoutPlace == [id(3)])
    }

    @Test func `an empty folder takes the drive that is mounted on it`() {
        var tree = sample()
        let first = listed("b", 2, 8, mount("ext4", "bb-2", 2))
        let change = tree.place(first, in: id(1), isStable: true, ask(holdsFiles: false))
        #expect(change == .mounted(id(3), first))
        #expect(tree.fileSystems[id(3)]?.id == "bb-2")
        #expect(tree[id(3)]?.home == id(3))
        #expect(tree.directory(inode: 2, born: 8, on: id(3)) == id(3))
    }

    @Test func `a drive that is mounted elsewhere takes its rows along`() {
        var tree = sample()
        _ = tree.place(listed("drive", 500, 5), in: id(1), isStable: true, ask())
        let elsewhere = listed("other", 2, 2, mount("ext4", "aa-1", 2))
        let change = tree.place(elsewhere, in: id(1), isStable: true, ask())
        #expect(change == .moved(id(2), to: Place(id(1), "other")))
        #expect(tree.names(to: id(4)) == ["other", "loops"])
    }

    @Test func `a second mount of a drive, and a bind mount of a known folder, are left out`() {
        var tree = sample()
        let seen = ask(stillStands: { _, _ in true })
        let twice = listed("again", 2, 2, mount("ext4", "aa-1", 2))
        #expect(tree.place(twice, in: id(1), isStable: true, seen) == nil)
        let bound = listed("bound", 30, 3, mount("ext4", "home", 30))
        #expect(tree.place(bound, in: id(1), isStable: true, seen) == nil)
    }

    @Test func `a renamed folder on a drive keeps its number`() {
        var tree = sample()
        let change = tree.place(listed("beats", 30, 3), in: id(2), isStable: true, ask())
        #expect(change == .moved(id(4), to: Place(id(2), "beats")))
        #expect(tree.names(to: id(3)) == ["b"])
    }
}
