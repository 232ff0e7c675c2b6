import Hummingbird
import NIOCore

extension DashboardContext {
    /// True for clients on this machine: whoever asks sees its screen and hears its sound card.
    var isOnThisMachine: Bool {
        if case .unixDomainSocket = channel.localAddress { return true }
        guard let address = channel.remoteAddress?.ipAddress else { return false }
        // Both ends of a connection have one address only where both are here.
        return LoopbackAddress.covers(address) || address == channel.localAddress?.ipAddress
    }
}

/// Which addresses are this machine's own.
enum LoopbackAddress {
    /// True for `127.…`, `::1` and the mapped `::ffff:127.…`, as the kernel writes them.
    static func covers(_ address: String) -> Bool {
        address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
    }
}
