/// Directories in which names wait, and how many: tells when one listing answers for a directory, or one
/// walk for a source, and bounds what a storm can take in memory.
struct DirtyDirectories: Sendable {
    /// More waiting names than this in one directory become a look at the directory.
    static let namesPerDirectory = 512
    /// More waiting directories than this become a look at their source.
    static let directoriesPerSource = 4_096

    private struct Dirt {
        var source: Source.ID
        var names = 0
        /// Its listing is about to come.
        var isListed = false
    }

    private var directories: [Directory.ID: Dirt] = [:]
    private var sources: [Source.ID: Int] = [:]
    /// Names that wait.
    private(set) var names = 0

    var isEmpty: Bool { directories.isEmpty }

    /// The directories that are about to be listed.
    var listings: [Directory.ID] {
        directories.filter(\.value.isListed).keys.sorted { $0.rawValue < $1.rawValue }
    }

    func isListed(_ directory: Directory.ID) -> Bool { directories[directory]?.isListed ?? false }

    func isCrowded(_ directory: Directory.ID) -> Bool {
        (directories[directory]?.names ?? 0) > DirtyDirectories.namesPerDirectory
    }

    func isCrowded(source: Source.ID) -> Bool {
        (sources[source] ?? 0) > DirtyDirectories.directoriesPerSource
    }

    /// One name more waits there.
    mutating func enter(_ directory: Directory.ID, of source: Source.ID) {
        add(directory, source)
        directories[directory]?.names += 1
        names += 1
    }

    /// One name less waits there.
    mutating func leave(_ directory: Directory.ID) {
        guard let dirt = directories[directory], dirt.names > 0 else { return }
        names -= 1
        directories[directory]?.names = dirt.names - 1
        if dirt.names == 1, !dirt.isListed { remove(directory) }
    }

    /// The directory itself is to be listed.
    mutating func list(_ directory: Directory.ID, of source: Source.ID) {
        add(directory, source)
        directories[directory]?.isListed = true
    }

    /// Its listing comes now; the source it belongs to, or nil when it was no longer wanted.
    mutating func listed(_ directory: Directory.ID) -> Source.ID? {
        guard let dirt = directories[directory], dirt.isListed else { return nil }
        directories[directory]?.isListed = false
        if dirt.names == 0 { remove(directory) }
        return dirt.source
    }

    /// A walk answers for everything in the source.
    mutating func forget(_ source: Source.ID) {
        for (directory, dirt) in directories where dirt.source == source {
            names -= dirt.names
            remove(directory)
        }
    }

    private mutating func add(_ directory: Directory.ID, _ source: Source.ID) {
        guard directories[directory] == nil else { return }
        directories[directory] = Dirt(source: source)
        sources[source, default: 0] += 1
    }

    private mutating func remove(_ directory: Directory.ID) {
        guard let dirt = directories.removeValue(forKey: directory) else { return }
        let left = (sources[dirt.source] ?? 1) - 1
        sources[dirt.source] = left > 0 ? left : nil
    }
}
