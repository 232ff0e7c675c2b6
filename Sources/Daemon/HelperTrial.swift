import ProbeClient

/// Starting a probe helper only to see whether it can.
public enum HelperTrial {
    /// Starts a helper, ends it, and returns the sandbox that it proved: `full`, or what is missing. Blocks
    /// about 60 ms.
    ///
    /// - Throws: `ProbeError` when it is missing, another version's, or the kernel refuses.
    public static func sandbox() throws -> String {
        let helper = try ProbeHelper(executable: ProbeHelper.defaultExecutable(), chunk: 65_536)
        defer { helper.close() }
        return helper.sandbox ?? "unknown"
    }
}
