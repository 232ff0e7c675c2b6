/// The walls around a helper, as bits of ``Hello/sandbox``.
public struct Sandbox: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt32
    /// Takes the bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Memory, descriptors and core files are limited.
    public static let limits = Sandbox(rawValue: 1)
    /// The helper dies with the worker that started it.
    public static let boundToParent = Sandbox(rawValue: 2)
    /// No program that it starts could gain rights.
    public static let noNewPrivileges = Sandbox(rawValue: 4)
    /// Landlock denies every path.
    public static let paths = Sandbox(rawValue: 8)
    /// Landlock denies TCP; since its version 4.
    public static let network = Sandbox(rawValue: 16)
    /// Landlock denies signals to others and abstract sockets; since its version 6.
    public static let signals = Sandbox(rawValue: 32)
    /// seccomp allows a list of system calls and no other.
    public static let calls = Sandbox(rawValue: 64)

    /// Everything that the newest kernel gives.
    public static let full: Sandbox = [
        .limits, .boundToParent, .noNewPrivileges, .paths, .network, .signals, .calls,
    ]

    /// `full`, or `without` and what is missing. `landlock` is the kernel's version of it, 0 for none.
    public func summary(landlock: Int) -> String {
        let missing = Sandbox.full.subtracting(self)
        guard !missing.isEmpty else { return "full" }
        var words: [String] = []
        if missing.contains(.calls) { words.append("a filter of system calls") }
        if missing.contains(.paths) {
            words.append(
                landlock == 0 ? "Landlock, which this kernel lacks" : "Landlock, which failed")
        } else {
            let newer = [
                missing.contains(.network) ? "TCP" : nil,
                missing.contains(.signals) ? "signals" : nil,
            ].compactMap(\.self).joined(separator: " and ")
            if !newer.isEmpty {
                words.append("Landlock's rules for \(newer) (it is version \(landlock))")
            }
        }
        if missing.contains(.noNewPrivileges) { words.append("no_new_privs") }
        if missing.contains(.limits) { words.append("limits of memory and descriptors") }
        if missing.contains(.boundToParent) { words.append("an end with its worker") }
        return "without " + words.joined(separator: "; ")
    }
}
