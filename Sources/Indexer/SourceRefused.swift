import AudiowatchCore
import SQLiteCatalog

/// Directories that were reported gone and that the catalogue would not let go: mounts had changed meanwhile.
extension SourceReconciler {
    /// Takes back into the tree what the catalogue did not let go, to be judged again.
    func takeBack() {
        sendLost()
        guard let known = try? parts.catalog.tree(of: context.id) else { return }
        for directory in known where tree[directory.id] == nil {
            guard let parent = directory.parent, tree[parent] != nil,
                tree.directory(at: Place(parent, directory.name)) == nil
            else { continue }
            tree.insert(
                directory.id, parent: parent, name: directory.name, inode: directory.inode,
                born: directory.born, fileSystem: directory.fileSystem)
            walk.append(Visit(parent, isDeep: false, .doubt))
        }
    }

    /// Directories that have no place in the catalogue, nor in the tree any more: they are reported gone once more,
    /// by the mounts of now.
    private func sendLost() {
        let lost = (try? parts.catalog.directoriesWithoutPlace(in: context.id)) ?? []
        let gone = lost.filter { tree[$0] == nil }
        send(
            DirectoryReport(
                source: context.id, listedAt: parts.clock.now(),
                mountGeneration: context.mountGeneration,
                changes: gone.map { .directoryGone($0) }))
    }
}
