import CLinux
import Glibc
import ProbeWire

/// Address space of a helper: libav's own libraries take half of it before the first file.
private let addressSpace: UInt = 512 << 20

/// Standard streams, socket, slot, the file, and room for what the loader left.
private let descriptors: UInt = 32

/// CPU time for one file. Source: the slowest valid file seen takes 20 ms.
private let processorSeconds: UInt = 10

/// Builds the walls, before the first byte of any file is read, and says which stand.
func enterSandbox() -> Sandbox {
    var walls: Sandbox = []
    if audiowatch_limit_self(addressSpace, descriptors) == 0 { walls.insert(.limits) }
    if audiowatch_die_with_parent() == 0 { walls.insert(.boundToParent) }
    return walls
}

/// Gives the next file its own ten seconds; over them SIGXCPU ends the helper.
func limitProcessorTime() {
    _ = audiowatch_limit_cpu(processorSeconds)
}
