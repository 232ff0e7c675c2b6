/// The helper's first message: it stands in its sandbox and waits for requests.
public struct Hello: Equatable, Sendable {
    /// ``Wire/version`` of the helper.
    public var version: UInt16
    /// The walls that stand, each of them tried.
    public var sandbox: Sandbox
    /// The version of Landlock that the kernel speaks; 0 without it.
    public var landlock: UInt16

    private static let mark: UInt32 = 0x4857_4141

    /// Takes all.
    public init(version: UInt16 = Wire.version, sandbox: Sandbox, landlock: UInt16) {
        self.version = version
        self.sandbox = sandbox
        self.landlock = landlock
    }

    /// Appends the message.
    public func write(to writer: inout WireWriter) {
        writer.put(Hello.mark)
        writer.put(version)
        writer.put(sandbox.rawValue)
        writer.put(landlock)
    }

    /// Reads the message, or nil when it is none.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = WireReader(bytes)
        guard reader.number(UInt32.self) == Hello.mark, let version = reader.number(UInt16.self),
            let sandbox = reader.number(UInt32.self), let landlock = reader.number(UInt16.self),
            reader.isAtEnd
        else {
            return nil
        }
        self.init(version: version, sandbox: Sandbox(rawValue: sandbox), landlock: landlock)
    }
}
