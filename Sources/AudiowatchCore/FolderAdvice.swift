public import SystemPackage

/// What is to be said of a folder before it becomes a source: made for whoever has just typed its path. Pure.
public struct FolderAdvice: Hashable, Sendable, Codable {
    /// What a remark is about; stable words, part of the JSON.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// The text is no path that can be used: empty, relative, a Windows path, not UTF-8.
        case unusable
        /// It is a source already.
        case known
        /// There is no such folder now.
        case missing
        /// It is a file, or something else that holds nothing.
        case notFolder = "not-folder"
        /// The daemon may not list it.
        case forbidden
        /// Its disk does not answer.
        case silent
        /// It lies inside a source.
        case inside
        /// A source lies inside it.
        case around
        /// Changes in it are told to nobody here: it is polled.
        case polled
        /// Its files are not opened, since that would download them.
        case namesOnly = "names-only"
    }

    /// One remark.
    public struct Remark: Hashable, Sendable, Codable {
        /// What it is about.
        public var kind: Kind
        /// One sentence, with the way out where there is one.
        public var message: String

        /// All values.
        public init(_ kind: Kind, _ message: String) {
            self.kind = kind
            self.message = message
        }
    }

    /// What a look at the folder's path found.
    public enum Look: Hashable, Sendable {
        /// A folder that can be listed, on a file system of that type; nil where nobody knows it.
        case folder(fileSystem: String?)
        case missing, notFolder, forbidden, silent
    }

    /// The absolute path, for reading; the text as it was given where it is none.
    public var path: String
    /// The name that the source would get, or has; nil where it cannot be added.
    public var name: String?
    /// False where adding it is refused.
    public var canBeAdded: Bool
    /// The gravest first; empty when all is well.
    public var remarks: [Remark]

    /// Of a text that is no usable path, and why.
    public init(unusable text: String, _ message: String) {
        path = text
        canBeAdded = false
        remarks = [Remark(.unusable, message)]
    }

    /// Of a folder that would get this name among these sources.
    public init(_ folder: FilePath, name: String, found look: Look, among sources: [Source]) {
        path = PathText(folder).text
        if let known = sources.first(where: { $0.path == folder }) {
            self.name = known.name
            canBeAdded = false
            remarks = [Remark(.known, "this folder is source \(known.name) already")]
            return
        }
        self.name = name
        canBeAdded = look != .notFolder
        remarks =
            FolderAdvice.remarks(on: look, folder)
            + FolderAdvice.remarks(onNeighbours: folder, name, sources)
    }

    private static func remarks(on look: Look, _ folder: FilePath) -> [Remark] {
        switch look {
        case .missing:
            return [
                Remark(
                    .missing,
                    "there is no folder \(folder.display) now; added all the same, it stays offline "
                        + "until there is one, as on a drive that is away")
            ]
        case .notFolder:
            return [
                Remark(.notFolder, "\(folder.display) is no folder; give the one that it is in")
            ]
        case .forbidden:
            return [
                Remark(
                    .forbidden,
                    "audiowatch may not list \(folder.display); `ls -ld` shows who may")
            ]
        case .silent:
            return [Remark(.silent, "the disk of \(folder.display) does not answer at the moment")]
        case .folder(let type):
            let traits = type.map { FileSystemTraits.of(type: $0) } ?? .local
            var remarks: [Remark] = []
            if traits.needsPolling, let type {
                remarks.append(
                    Remark(
                        .polled,
                        "it is on \(type): changes made by other machines are told to nobody here, so "
                            + "it is looked through every few minutes"))
            }
            if FileSystemTraits.reading(chosen: nil, type: type) == .names {
                remarks.append(
                    Remark(
                        .namesOnly,
                        "opening its files would download them: only names, sizes and times are "
                            + "catalogued, unless its `read` is set to full"))
            }
            return remarks
        }
    }

    private static func remarks(
        onNeighbours folder: FilePath, _ name: String, _ sources: [Source]
    ) -> [Remark] {
        let outer = sources.filter { folder.starts(with: $0.path) }
            .max { $0.path.components.count < $1.path.components.count }
        let inner = sources.filter { $0.path.starts(with: folder) }.map(\.name)
        var remarks: [Remark] = []
        if let outer {
            remarks.append(
                Remark(
                    .inside,
                    "it lies inside source \(outer.name); its files will belong to \(name) instead")
            )
        }
        if !inner.isEmpty {
            let verb = inner.count == 1 ? "lies" : "lie"
            remarks.append(
                Remark(
                    .around,
                    "\(inner.joined(separator: ", ")) \(verb) inside it and \(inner.count == 1 ? "keeps its" : "keep their") files"
                ))
        }
        return remarks
    }
}

/// A folder to become a source, or to be looked at before it does.
public struct AddSourceRequest: Hashable, Sendable, Codable {
    /// Its path, as a person writes it: absolute, or beginning with `~/`.
    public var path: String
    /// The source's name; nil for one made from the folder's.
    public var name: String?

    /// All values.
    public init(path: String, name: String? = nil) {
        self.path = path
        self.name = name
    }
}

/// A source that is to be watched no longer.
public struct RemoveSourceRequest: Hashable, Sendable, Codable {
    /// Its name.
    public var source: String

    /// Names it.
    public init(source: String) {
        self.source = source
    }
}

/// A key of a source and what it is to be, in the words of `audiowatch source set`.
public struct SetSourceRequest: Hashable, Sendable, Codable {
    /// The source's name.
    public var source: String
    /// The key: `enabled`, `role`, `exclude`, …
    public var key: String
    /// One word for most keys, any number for a list.
    public var values: [String]

    /// All values.
    public init(source: String, key: String, values: [String]) {
        self.source = source
        self.key = key
        self.values = values
    }
}

/// What came of an edit of the sources.
public struct SourceAnswer: Hashable, Sendable, Codable {
    /// The source's name.
    public var source: String
    /// True when the file was changed; false when it said so already.
    public var isChanged: Bool
    /// What the daemon made of the file.
    public var reload: ReloadAnswer

    /// All values.
    public init(source: String, isChanged: Bool, reload: ReloadAnswer) {
        self.source = source
        self.isChanged = isChanged
        self.reload = reload
    }
}
