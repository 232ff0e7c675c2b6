import AudiowatchCore
import Testing

@Suite struct DirectoryTreeTests {
    private func id(_ number: Int64) -> Directory.ID { Directory.ID(rawValue: number) }

    /// 1 ── a (2) ── deep (4)
    ///   └─ b (3)
    private func sample() -> DirectoryTree {
        var tree = DirectoryTree()
        tree.insert(id(1), parent: nil, name: "", inode: 10, born: 1)
        tree.insert(id(2), parent: id(1), name: "a", inode: 20, born: 2)
        tree.insert(id(3), parent: id(1), name: "b", inode: 30, born: 3)
        tree.insert(id(4), parent: id(2), name: "deep", inode: 40, born: 4)
        return tree
    }

    private func listed(_ name: FileName, _ inode: Int64, _ born: Int64) -> ListedDirectory {
        ListedDirectory(name: name, inode: inode, born: born)
    }

    private func questions(
        _ stillStands: @escaping (DirectoryTree.Node, [FileName]) -> Bool = { _, _ in false }
    ) -> TreeQuestions {
        TreeQuestions(
            number: { Directory.ID(rawValue: 99) }, stillStands: stillStands,
            holdsFiles: { _ in true })
    }

    @Test func `names lead from the source to a directory`() {
        let tree = sample()
        #expect(tree.names(to: id(1)) == [])
        #expect(tree.names(to: id(4)) == ["a", "deep"])
        #expect(tree.names(to: id(9)) == nil)
    }

    @Test func `a renamed directory keeps its number and everything below it`() {
        var tree = sample()
        let changes = tree.reconcile(
            id(1), with: [listed("renamed", 20, 2), listed("b", 30, 3)], isStable: true,
            questions())
        #expect(changes == [.moved(id(2), to: Place(id(1), "renamed")), .known(id(3))])
        #expect(tree.names(to: id(4)) == ["renamed", "deep"])
        #expect(tree.directory(at: Place(id(1), "a")) == nil)
    }

    @Test func `two directories that change names keep their numbers`() {
        var tree = sample()
        let changes = tree.reconcile(
            id(1), with: [listed("a", 30, 3), listed("b", 20, 2)], isStable: true,
            questions())
        #expect(
            changes == [
                .moved(id(3), to: Place(id(1), "a")), .moved(id(2), to: Place(id(1), "b")),
            ])
        #expect(tree.withoutPlace.isEmpty)
        #expect(tree.names(to: id(4)) == ["b", "deep"])
    }

    @Test
    func `a newcomer under a known name sets the old directory adrift and takes nothing of it`() {
        var tree = sample()
        let changes = tree.reconcile(
            id(1), with: [listed("a", 77, 7), listed("b", 30, 3)], isStable: true,
            questions())
        #expect(changes == [.found(id(99), listed("a", 77, 7)), .known(id(3))])
        #expect(tree.withoutPlace == [id(2)])
        #expect(tree.names(to: id(4)) == nil)
        #expect(tree.directory(inode: 20, born: 2) == id(2))
    }

    @Test func `a second view of a directory that still stands is left out`() {
        var tree = sample()
        let changes = tree.reconcile(
            id(3), with: [listed("bound", 20, 2)], isStable: true,
            questions { node, parents in node.inode == 20 && parents.isEmpty })
        #expect(changes == [])
        #expect(tree.names(to: id(2)) == ["a"])
    }

    @Test func `where inodes are invented a name is all that counts`() {
        var tree = sample()
        let changes = tree.reconcile(
            id(1), with: [listed("a", 500, 0), listed("b", 501, 0)], isStable: false,
            questions())
        #expect(changes == [.known(id(2)), .known(id(3))])
    }

    @Test func `a missing directory is held, and leaves with everything below it`() {
        var tree = sample()
        let changes = tree.reconcile(
            id(1), with: [listed("b", 30, 3)], isStable: true, questions())
        #expect(changes == [.known(id(3)), .vanished(id(2))])
        #expect(tree.names(to: id(4)) == ["a", "deep"])
        #expect(tree.remove(id(2)) == [id(2), id(4)])
        #expect(tree.count == 2)
        #expect(tree.directory(inode: 40, born: 4) == nil)
    }
}
