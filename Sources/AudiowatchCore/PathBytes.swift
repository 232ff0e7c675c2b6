public import SystemPackage

/// Paths as bytes: the one place where names, relative paths and openable paths turn into each other.
extension FilePath {
    /// The exact bytes of the path, without a terminating NUL.
    public var bytes: [UInt8] {
        withPlatformString { pointer in
            var count = 0
            while pointer[count] != 0 { count += 1 }
            return Array(UnsafeRawBufferPointer(start: pointer, count: count))
        }
    }

    /// A path of exactly these bytes (up to the first NUL).
    public init(bytes: [UInt8]) {
        var platform = bytes
        platform.append(0)
        self = platform.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { buffer in
                // A buffer that was just given its NUL always has a base address.
                buffer.baseAddress.map { FilePath(platformString: $0) } ?? FilePath()
            }
        }
    }

    /// The same of any bytes.
    public init(bytes: some Sequence<UInt8>) {
        self.init(bytes: Array(bytes))
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
