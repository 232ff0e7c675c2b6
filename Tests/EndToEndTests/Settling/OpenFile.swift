import Foundation
import TestSupport

/// A file that a program holds open while it writes: a recording, a slow copy.
final class OpenFile {
    private var descriptor: Int32

    /// Makes it, empty.
    init(making path: DiskPath) throws {
        descriptor = path.withCString { open($0, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644) }
        guard descriptor >= 0 else { throw TestFailure("open \(path): errno \(errno)") }
    }

    /// Makes one without a name in a folder: O_TMPFILE, as open(2) has it.
    init(unnamedIn folder: DiskPath) throws {
        let unnamed: Int32 = 0o20_000_000 | O_DIRECTORY  // O_TMPFILE, behind _GNU_SOURCE in glibc
        descriptor = folder.withCString { open($0, O_WRONLY | unnamed | O_CLOEXEC, 0o644) }
        guard descriptor >= 0 else { throw TestFailure("O_TMPFILE \(folder): errno \(errno)") }
    }

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    /// Adds bytes.
    func write(_ bytes: some Collection<UInt8>) throws {
        let bytes = Array(bytes)
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, bytes.count) }
        guard count == bytes.count else { throw TestFailure("write: errno \(errno)") }
    }

    /// linkat(2) by its descriptor: the file gets a name, and nobody is told of a close.
    func name(_ path: DiskPath) throws {
        let result = path.withCString {
            linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, $0, AT_SYMLINK_FOLLOW)
        }
        guard result == 0 else { throw TestFailure("linkat \(path): errno \(errno)") }
    }

    func close() {
        Glibc.close(descriptor)
        descriptor = -1
    }
}

/// What the daemon has done to files since its start.
struct WorkDone: Equatable {
    let opened: Int
    let probes: Int
}

extension RunningDaemon {
    func workDone() throws -> WorkDone {
        let helpers = try status()["helpers"]
        guard let opened = helpers["opened"].integer, let probes = helpers["probes"].integer else {
            throw TestFailure("status tells of no work: \(helpers)")
        }
        return WorkDone(opened: opened, probes: probes)
    }

    /// Files shown as still being written.
    func settling() throws -> Int { try status()["jobs"]["settling"].integer ?? -1 }
}

extension World {
    /// True when the catalogue has a present file or copy at the path.
    func has(_ path: DiskPath) throws -> Bool {
        let views = try views()
        return views.present.contains { $0.path == path }
            || views.duplicates.contains { $0.path == path }
    }
}
