/// The helper's first message: it stands in its sandbox and waits for requests.
public struct Hello: Equatable, Sendable {
    /// ``Wire/version`` of the helper.
    public var version: UInt16
    /// How much of the sandbox this kernel gave, as bits; see ``Sandbox``.
    public var sandbox: UInt32

    private static let mark: UInt32 = 0x4857_4141

    /// Takes both.
    public init(version: UInt16 = Wire.version, sandbox: UInt32) {
        self.version = version
        self.sandbox = sandbox
    }

    /// Appends the message.
    public func write(to writer: inout WireWriter) {
        writer.put(Hello.mark)
        writer.put(version)
        writer.put(sandbox)
    }

    /// Reads the message, or nil when it is none.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = WireReader(bytes)
        guard reader.number(UInt32.self) == Hello.mark, let version = reader.number(UInt16.self),
            let sandbox = reader.number(UInt32.self), reader.isAtEnd
        else {
            return nil
        }
        self.init(version: version, sandbox: sandbox)
    }
}

/// The walls around a helper, as bits of ``Hello/sandbox``.
public struct Sandbox: OptionSet, Sendable {
    /// The bits.
    public let rawValue: UInt32
    /// Takes the bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Memory, descriptors and core files are limited.
    public static let limits = Sandbox(rawValue: 1)
    /// The helper dies with the worker that started it.
    public static let boundToParent = Sandbox(rawValue: 2)
}
