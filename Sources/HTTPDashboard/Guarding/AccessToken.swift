import AudiowatchCore
import Glibc
public import SystemPackage

/// The secret that strangers do not know.
public struct AccessToken: Sendable {
    /// Shorter ones could be guessed.
    static let shortest = 16
    static let longest = 4_096

    private let bytes: [UInt8]

    init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    /// Reads it from its file: the first line, blanks at either end left out. Blocks.
    ///
    /// - Throws: ``ServerError`` when the file is missing, others may read it, or it holds no usable secret.
    public static func read(_ path: FilePath) throws(ServerError) -> AccessToken {
        func failed(_ why: String, _ hint: String) -> ServerError {
            ServerError(.token, path, "the token file \(path.display) \(why)", hint: hint)
        }
        var status = stat()
        guard path.withPlatformString({ stat($0, &status) }) == 0 else {
            throw failed(
                "cannot be read: \(Errno(rawValue: errno))",
                "make one: (umask 077; head -c 24 /dev/urandom | base64 > FILE)")
        }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_uid == getuid(),
            status.st_mode & 0o077 == 0
        else {
            throw failed(
                "is not for its owner alone", "chmod 600 it, or make a new one if others saw it")
        }
        guard let content = KernelFile.read(path, limit: longest) else {
            throw failed("cannot be read", "check its permissions")
        }
        let line =
            String(decoding: content, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).first ?? ""
        let token = line.trimmed
        guard token.utf8.count >= shortest,
            token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else {
            throw failed(
                "holds no token", "write at least \(shortest) letters and digits in its first line")
        }
        return AccessToken(token)
    }

    /// Compares in a time that says nothing of how much was right.
    func isSame(as text: some StringProtocol) -> Bool {
        let other = Array(text.utf8)
        var difference = bytes.count ^ other.count
        for index in bytes.indices {
            let there = other.isEmpty ? 0 : other[index % other.count]
            difference |= Int(bytes[index] ^ there)
        }
        return difference == 0 && !other.isEmpty
    }
}
