import AudiowatchCore
import Glibc
import Synchronization
import SystemPackage

/// The file that a control socket is: who may reach it, and that no dead one stands in the way.
final class ControlSocket: Sendable {
    let path: FilePath
    private let bound = Mutex<Identity?>(nil)

    private struct Identity: Equatable {
        var device: dev_t
        var inode: ino_t
    }

    init(_ path: FilePath) {
        self.path = path
    }

    /// The path as the server takes it, checked.
    func address() throws(ServerError) -> String {
        guard path.bytes.count <= ControlAddress.longestPath else {
            throw ServerError(
                .badSocketPath, path,
                "the control socket's path has \(path.bytes.count) bytes, at most "
                    + "\(ControlAddress.longestPath) fit: \(path.display)",
                hint: "set XDG_RUNTIME_DIR to a folder with a shorter path")
        }
        guard let text = String(validating: path.bytes, as: UTF8.self) else {
            throw ServerError(
                .badSocketPath, path, "the control socket's path is not UTF-8: \(path.display)",
                hint: "set XDG_RUNTIME_DIR to a folder with a plain name")
        }
        return text
    }

    /// Makes the folder, for its owner alone, and removes the socket of a dead daemon. Whoever calls holds
    /// the daemon's lock, so a socket that still stands belongs to nobody.
    func clear() throws(ServerError) {
        // No moment at which others could connect, between bind(2) and chmod(2).
        umask(0o077)
        try makeFolder(path.removingLastComponent())
        guard let status = Self.status(path) else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw ServerError(
                .notASocket, path, "\(path.display) is not a socket", hint: "move it away")
        }
        guard path.withPlatformString({ unlink($0) }) == 0 || errno == ENOENT else {
            throw failed("the socket of an ended daemon cannot be removed", path)
        }
    }

    /// To be called once the socket listens.
    func secure() {
        _ = path.withPlatformString { chmod($0, 0o600) }
        guard let status = Self.status(path) else { return }
        bound.withLock { $0 = Identity(device: status.st_dev, inode: status.st_ino) }
    }

    /// Removes the socket if it is still the one that this process made.
    func remove() {
        guard let mine = bound.withLock({ $0 }), let status = Self.status(path),
            mine == Identity(device: status.st_dev, inode: status.st_ino)
        else { return }
        _ = path.withPlatformString { unlink($0) }
    }

    private func makeFolder(_ folder: FilePath) throws(ServerError) {
        if let status = Self.status(folder, followingLinks: true) {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw ServerError(
                    .folder, path, "\(folder.display) is not a folder", hint: "move it away")
            }
            return
        }
        let parent = folder.removingLastComponent()
        if !parent.isEmpty, parent != folder { try makeFolder(parent) }
        guard folder.withPlatformString({ mkdir($0, 0o700) }) == 0 || errno == EEXIST else {
            throw failed("the folder of the control socket cannot be made", folder)
        }
    }

    private func failed(_ what: String, _ place: FilePath) -> ServerError {
        ServerError(
            .folder, path, "\(what): \(place.display): \(Errno(rawValue: errno))",
            hint: "check its permissions")
    }

    private static func status(_ path: FilePath, followingLinks: Bool = false) -> stat? {
        var result = stat()
        let answer = path.withPlatformString {
            followingLinks ? stat($0, &result) : lstat($0, &result)
        }
        return answer == 0 ? result : nil
    }
}
