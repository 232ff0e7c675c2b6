public import SystemPackage

/// Paths as bytes: the one place where names, relative paths and openable paths turn into each other.
extension FilePath {
    /// The exact bytes of the path, without a terminating NUL.
    public var bytes: [UInt8] {
        withPlatformString { pointer in
            var result: [UInt8] = []
            var next = pointer
            while next.pointee != 0 {
                result.append(UInt8(bitPattern: next.pointee))
                next += 1
            }
            return result
        }
    }

    /// A path of exactly these bytes (up to the first NUL).
    public init(bytes: some Sequence<UInt8>) {
        var platform = bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) }
        platform.append(0)
        self = platform.withUnsafeBufferPointer { buffer in
            // A buffer that was just given its NUL always has a base address.
            buffer.baseAddress.map { FilePath(platformString: $0) } ?? FilePath()
        }
    }

    /// The path of `name` inside this folder, every byte kept.
    public func child(_ name: FileName) -> FilePath {
        var result = bytes
        if result.last != UInt8(ascii: "/"), !result.isEmpty { result.append(UInt8(ascii: "/")) }
        return FilePath(bytes: result + name.bytes)
    }

    /// The last component, or nil for `/` and the empty path.
    public var fileName: FileName? {
        lastComponent.map { FileName(bytes: FilePath(root: nil, [$0]).bytes) }
    }

    /// Text for reading only: invalid bytes become U+FFFD. Never open a path made from it.
    public var display: String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// The components below `ancestor`, or nil when this path is not inside it. Lexical: nothing is resolved.
    public func names(below ancestor: FilePath) -> [FileName]? {
        let whole = components.map { FileName(bytes: FilePath(root: nil, [$0]).bytes) }
        let start = ancestor.components.map { FileName(bytes: FilePath(root: nil, [$0]).bytes) }
        guard isAbsolute == ancestor.isAbsolute, whole.starts(with: start) else { return nil }
        return Array(whole.dropFirst(start.count))
    }
}
