import AudiowatchCore

extension FileName {
    /// Longest name of a directory entry, without its NUL. Source: NAME_MAX in linux/limits.h.
    static let longest = 255

    /// False for what no directory entry is called, and what would lead out of the directory.
    var isUsable: Bool {
        !bytes.isEmpty && bytes.count <= FileName.longest && !isDotEntry
            && !bytes.contains(0) && !bytes.contains(UInt8(ascii: "/"))
    }

    /// Calls `body` with the name ending in NUL, on the stack; nil when it is no usable name.
    func withSystemName<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result? {
        guard isUsable else { return nil }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { buffer in
            for (index, byte) in bytes.enumerated() {
                buffer.initializeElement(at: index, to: CChar(bitPattern: byte))
            }
            buffer.initializeElement(at: bytes.count, to: 0)
            return buffer.baseAddress.map { body(UnsafePointer($0)) }
        }
    }
}
