import CLinux
import CSandbox
import Glibc
import ProbeWire

/// The walls around this process, built before the first byte of any file is read. Each counts only when
/// what it must prevent was tried and failed.
enum Walls {
    /// Address space of a helper: libav's own libraries take half of it before the first file.
    private static let addressSpace: UInt = 512 << 20

    /// Standard streams, socket, the file, and room for what the loader left.
    private static let descriptors: UInt = 32

    /// CPU time for one file. Source: the slowest valid file seen takes 20 ms.
    private static let processorSeconds: UInt = 10

    /// Gives up everything that reading one passed file does not need, and says how that went.
    static func build() -> Hello {
        var walls: Sandbox = []
        // Before Linux 5.9 what the starter left open stays open; it leaves nothing.
        _ = audiowatch_close_from(UInt32(AUDIOWATCH_HELPER_SOCKET) + 1)
        if audiowatch_limit_self(addressSpace, descriptors) == 0 { walls.insert(.limits) }
        if audiowatch_die_with_parent() == 0 { walls.insert(.boundToParent) }
        if audiowatch_no_new_privileges() == 0 { walls.insert(.noNewPrivileges) }
        let landlock = audiowatch_landlock_version()
        if audiowatch_landlock_deny(landlock) == 0 {
            if audiowatch_trial_paths() == 1 { walls.insert(.paths) }
            if landlock >= 4, audiowatch_trial_network() == 1 { walls.insert(.network) }
            if landlock >= 6, audiowatch_trial_signals() == 1 { walls.insert(.signals) }
        }
        if audiowatch_filter_calls() == 0, audiowatch_trial_calls() == 1 { walls.insert(.calls) }
        return Hello(sandbox: walls, landlock: UInt16(clamping: landlock))
    }

    /// Gives the next file its own ten seconds; over them SIGXCPU ends the helper.
    static func limitProcessorTime() {
        _ = audiowatch_limit_cpu(processorSeconds)
    }
}
