import AudiowatchCore
import Glibc
import SystemPackage

/// Paths given as arguments, with the bytes that the shell passed: a `String` has repaired them.
enum RawArgument {
    /// The absolute path of an argument; a file name that is no UTF-8 is still itself.
    static func path(_ text: String) -> FilePath {
        path(text, among: commandLine())
    }

    /// The same, for known arguments.
    static func path(_ text: String, among arguments: [[UInt8]]) -> FilePath {
        let bytes =
            arguments.first { String(decoding: $0, as: UTF8.self) == text } ?? Array(text.utf8)
        return FilePath(bytes: bytes).absolute
    }

    /// Source: proc_pid_cmdline(5).
    private static func commandLine() -> [[UInt8]] {
        guard let file = try? FileDescriptor.open("/proc/self/cmdline", .readOnly) else {
            return []
        }
        defer { try? file.close() }
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while let count = try? buffer.withUnsafeMutableBytes({ try file.read(into: $0) }),
            count > 0
        {
            all += buffer.prefix(count)
        }
        return all.split(separator: 0).map(Array.init)
    }
}

extension FilePath {
    /// The path with every symbolic link in it followed; nil when it leads nowhere.
    var resolved: FilePath? {
        withPlatformString { pointer in
            guard let real = realpath(pointer, nil) else { return nil }
            defer { free(real) }
            return FilePath(platformString: real)
        }
    }
}
