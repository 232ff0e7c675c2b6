import Foundation
import TestSupport

/// The documented rules of what belongs into a catalogue, once more and by other hands.
struct DiskRules: Sendable {
    var extensions: Set<String> = [
        "mp3", "wav", "flac", "ogg", "oga", "opus", "m4a", "aac", "wma", "aif", "aiff", "aifc",
        "caf", "w64", "rf64", "bw64", "bwf", "wv", "au", "mp2", "tta",
    ]
    var minimumSize = 1024
    /// Names that hide a file or a whole folder.
    var excludedNames: Set<String> = [
        ".git", "node_modules", ".Trash", "$RECYCLE.BIN", ".AppleDouble", "__MACOSX", "@eaDir",
        ".snapshots", "lost+found",
    ]
    /// AppleDouble by its magic, whatever its name.
    var appleDouble: [UInt8] = [0, 5, 0x16, 7]

    func excludes(_ name: [UInt8]) -> Bool {
        name.starts(with: Array("._".utf8)) || name.starts(with: Array(".Trash-".utf8))
            || excludedNames.contains(String(decoding: name, as: UTF8.self))
    }

    func hasAudioExtension(_ name: [UInt8]) -> Bool {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return false }
        let ending = String(decoding: name.suffix(from: dot + 1), as: UTF8.self)
        return extensions.contains(ending.lowercased())
    }
}

/// A source as the oracle needs it.
struct DiskSource: Sendable {
    var name: String
    var path: DiskPath
    var excludedNames: Set<String> = []
}

/// One file that belongs into the catalogue.
struct DiskFile: Sendable {
    let path: DiskPath
    let source: String
    let size: Int
    let seconds: Int
    let nanoseconds: Int
    let fingerprint: String
    /// Files with equal bytes have equal groups.
    let group: Int
}

/// A fresh look at the disk: opendir, readdir, lstat and read, and nothing else.
///
/// `chunk` is the configured `hash_chunk_size`.
func walk(
    _ sources: [DiskSource], rules: DiskRules = DiskRules(), chunk: Int = fingerprintChunk
) throws -> [DiskFile] {
    var groups = ByteGroups(chunk: chunk)
    var found: [DiskFile] = []
    for source in sources {
        let others = Set(sources.map(\.path)).subtracting([source.path])
        var folders = [source.path]
        while let folder = folders.popLast() {
            for name in try names(in: folder) where !rules.excludes(name) {
                if source.excludedNames.contains(String(decoding: name, as: UTF8.self)) { continue }
                let path = folder / name
                guard let status = try status(of: path) else { continue }
                switch status.st_mode & S_IFMT {
                case S_IFDIR where !others.contains(path): folders.append(path)
                case S_IFREG where rules.hasAudioExtension(name):
                    guard status.st_size >= rules.minimumSize else { continue }
                    let bytes = try contents(of: path)
                    if bytes.starts(with: rules.appleDouble) { continue }
                    let known = try groups.place(bytes, at: path)
                    found.append(
                        DiskFile(
                            path: path, source: source.name, size: bytes.count,
                            seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec,
                            fingerprint: known.fingerprint, group: known.group))
                default: break
                }
            }
        }
    }
    return found.sorted { $0.path < $1.path }
}

func names(in folder: DiskPath) throws -> [[UInt8]] {
    guard let stream = folder.withCString({ opendir($0) }) else {
        throw TestFailure("opendir \(folder): errno \(errno)")
    }
    defer { closedir(stream) }
    var result: [[UInt8]] = []
    while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
        if name != Array(".".utf8), name != Array("..".utf8) { result.append(name) }
    }
    return result
}

/// lstat; nil when there is nothing.
func status(of path: DiskPath) throws -> stat? {
    var result = stat()
    if path.withCString({ lstat($0, &result) }) == 0 { return result }
    guard errno == ENOENT || errno == ENOTDIR else {
        throw TestFailure("lstat \(path): errno \(errno)")
    }
    return nil
}

/// Every byte of a file.
func contents(of path: DiskPath) throws -> [UInt8] {
    let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
    guard descriptor >= 0 else { throw TestFailure("open \(path): errno \(errno)") }
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { throw TestFailure("fstat \(path): errno \(errno)") }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(info.st_size)) { buffer, count in
        while count < buffer.count {
            let got = read(
                descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
            if got < 0 { failure = errno }
            if got <= 0 { break }
            count += got
        }
    }
    guard failure == 0 else { throw TestFailure("read \(path): errno \(failure)") }
    return bytes
}
