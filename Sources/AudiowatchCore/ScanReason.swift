/// Why a whole source is reconciled; shown in `status`.
public enum ScanReason: String, Sendable, Codable, CaseIterable {
    /// The daemon has just started.
    case start
    /// The user asked.
    case asked
    /// The kernel dropped events.
    case overflow
    /// The source came back.
    case returned
    /// A mount or unmount inside or above the source.
    case mounts
    /// Too many directories changed at once to look at each.
    case storm
    /// The time between two full reconciles has passed.
    case periodic
    /// The configuration changed.
    case configured
}
