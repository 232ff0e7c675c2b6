import Foundation
import SystemPackage

/// An absolute path as the bytes Linux has for it: nothing is repaired, nothing is assumed to be UTF-8.
struct DiskPath: Hashable, Sendable, Comparable, CustomStringConvertible {
    let bytes: [UInt8]

    init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }
    init(_ path: FilePath) {
        bytes = path.withPlatformString { start in
            UnsafeBufferPointer(start: start, count: strlen(start)).map(UInt8.init(bitPattern:))
        }
    }

    /// Something inside, given as text.
    static func / (folder: DiskPath, relative: String) -> DiskPath {
        folder / Array(relative.utf8)
    }

    /// Something inside, given as bytes.
    static func / (folder: DiskPath, relative: [UInt8]) -> DiskPath {
        DiskPath(folder.bytes + [UInt8(ascii: "/")] + relative)
    }

    static func < (left: DiskPath, right: DiskPath) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// The last part.
    var name: [UInt8] { Array(bytes.suffix(from: lastSlash + 1)) }
    /// The folder it stands in.
    var folder: DiskPath { DiskPath(bytes.prefix(upTo: lastSlash)) }
    /// As a program's argument; right only where the bytes are UTF-8.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// True when it is the folder itself or something below it.
    func isInside(_ folder: DiskPath) -> Bool {
        bytes == folder.bytes || bytes.starts(with: folder.bytes + [UInt8(ascii: "/")])
    }

    /// Readable in a test's message: control and non-ASCII bytes that are not UTF-8 are escaped.
    var description: String { readable(bytes) }

    /// Calls C with it.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
        try (bytes + [0]).withUnsafeBytes { raw in
            try raw.withMemoryRebound(to: CChar.self) { buffer in
                guard let start = buffer.baseAddress else { return try "".withCString(body) }
                return try body(start)
            }
        }
    }

    private var lastSlash: Int { bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1 }
}

/// Bytes for a message: UTF-8 as it is, everything else as `\xNN`.
func readable(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self),
        !text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
    {
        return text
    }
    return bytes.map { byte in
        (32..<127).contains(byte)
            ? String(UnicodeScalar(byte)) : "\\x" + String(format: "%02x", byte)
    }.joined()
}
