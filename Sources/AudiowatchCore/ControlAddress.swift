/// What both ends of the control socket agree on.
public enum ControlAddress {
    /// Longest path of a socket in bytes. unix(7) leaves 107 on Linux; SwiftNIO takes 103 everywhere.
    public static let longestPath = 103
}
