/// The place of an event in the stream: which run of the daemon, and the how-many-eth of it.
///
/// The epoch changes with each run, since after a power cut a rewound catalogue would give numbers out twice.
struct EventID: Hashable, Sendable, CustomStringConvertible {
    var epoch: UInt64
    var sequence: UInt64

    init(epoch: UInt64, sequence: UInt64) {
        self.epoch = epoch
        self.sequence = sequence
    }

    /// Reads what ``description`` wrote; nil for any other text.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count <= 16, parts[1].utf8.count <= 20,
            parts[0].utf8.first != UInt8(ascii: "+"), parts[1].utf8.first != UInt8(ascii: "+"),
            let epoch = UInt64(parts[0], radix: 16), let sequence = UInt64(parts[1])
        else { return nil }
        self.init(epoch: epoch, sequence: sequence)
    }

    /// `5f3a…-17`.
    var description: String { "\(String(epoch, radix: 16))-\(sequence)" }
}
