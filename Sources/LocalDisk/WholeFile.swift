import CLinux
import Glibc
import SystemPackage

/// All bytes of a small file of the kernel's, whose size stat(2) does not know.
func wholeFile(_ path: FilePath) throws(DiskError) -> [UInt8] {
    let descriptor = path.withPlatformString { clinux_open_quietly(AT_FDCWD, $0, 0) }
    guard descriptor >= 0 else { throw DiskError(.inspect, path, code: -descriptor) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = read(descriptor, &part, part.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw DiskError(.inspect, path, code: errno) }
        guard count > 0 else { return bytes }
        bytes.append(contentsOf: part.prefix(count))
    }
}
