import AudiowatchCore
import Glibc
public import SystemPackage

extension Configuration {
    /// The largest file that is read; a configuration is a few kilobytes.
    private static let largestFile = 1_048_576

    /// Reads and checks a configuration file. Blocks; call off the cooperative pool.
    ///
    /// `paths` says where `~` is and where the database goes when the file names none. A relative path
    /// starts at the file's own folder. A source whose folder is not there is a warning: its drive may be away.
    /// `isFolder` tells whether one is; it may have a reason not to ask the disk.
    ///
    /// - Throws: ``SettingsError`` `.missing` when there is no such file, `.unreadable`, `.syntax`, and
    ///   `.invalid` with every finding of the file at once.
    public static func load(
        from file: FilePath, paths: StandardPaths = .current(),
        isFolder: (FilePath) -> Bool = Configuration.isFolder
    ) throws(SettingsError) -> (configuration: Configuration, warnings: [ConfigurationWarning]) {
        let document = try TOMLDocument(read(file), file: file)
        var (configuration, warnings) = try parse(document, file: file, paths: paths)
        for source in configuration.sources where source.isEnabled && !isFolder(source.path) {
            warnings.append(
                ConfigurationWarning(
                    kind: .missingFolder,
                    line: document.outline.line(["sources", source.name, "path"]),
                    message: "source \(source.name): no folder \(source.path) here now; "
                        + "it stays offline until there is one"))
        }
        return (configuration, warnings)
    }

    /// Checks the text of a configuration. Pure: the disk is not asked, so no folder is reported missing.
    ///
    /// `file` is where the text stands or would stand: relative paths start there, and errors name it.
    ///
    /// - Throws: ``SettingsError`` `.syntax`, or `.invalid` with every finding at once.
    public static func parse(
        _ text: String, file: FilePath, paths: StandardPaths
    ) throws(SettingsError) -> (configuration: Configuration, warnings: [ConfigurationWarning]) {
        try parse(try TOMLDocument(text, file: file), file: file, paths: paths)
    }

    private static func parse(
        _ document: TOMLDocument, file: FilePath, paths: StandardPaths
    ) throws(SettingsError) -> (configuration: Configuration, warnings: [ConfigurationWarning]) {
        var reader = ConfigurationReader(document, file: file, standard: paths)
        return try reader.configuration()
    }

    /// The text of a configuration file.
    static func read(_ file: FilePath) throws(SettingsError) -> String {
        try TOMLDocument.text(of: bytes(of: file), file: file)
    }

    private static func bytes(of file: FilePath) throws(SettingsError) -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            // Not blocking: a FIFO in place of the file must not hang the start.
            let descriptor = try FileDescriptor.open(
                file, .readOnly, options: [.closeOnExec, .nonBlocking])
            try descriptor.closeAfter {
                var buffer = [UInt8](repeating: 0, count: 65_536)
                while bytes.count <= largestFile {
                    let count = try buffer.withUnsafeMutableBytes { try descriptor.read(into: $0) }
                    guard count > 0 else { break }
                    bytes += buffer.prefix(count)
                }
            }
        } catch let error as Errno where error == .noSuchFileOrDirectory {
            throw SettingsError(
                .missing, file: file, .system,
                "no such file; `audiowatch init` makes one, `audiowatch source add FOLDER` too")
        } catch {
            let errno = error as? Errno ?? .ioError
            throw SettingsError(.unreadable, file: file, action: "read it", errno: errno)
        }
        guard bytes.count <= largestFile else {
            throw SettingsError(
                .unreadable, file: file, .system, "is larger than 1 MiB, so it is no configuration")
        }
        return bytes
    }

    /// True when a folder stands there, as stat(2) says. Blocks as long as the disk does.
    public static func isFolder(_ path: FilePath) -> Bool {
        var status = stat()
        return path.withPlatformString { stat($0, &status) } == 0
            && status.st_mode & S_IFMT == S_IFDIR
    }
}
