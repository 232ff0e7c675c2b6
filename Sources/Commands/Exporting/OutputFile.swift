import AudiowatchCore
import Foundation
import SystemPackage

/// Where a long answer goes: standard output, or a file that stands there only when all of it is written.
///
/// A file is written beside its place, flushed to the disk and renamed: until then what stood there is whole. What a
/// killed process leaves beside is overwritten by the next one.
final class OutputFile {
    private let descriptor: FileDescriptor
    private let place: Place?
    private let name: String
    private var held: [UInt8] = []
    private var isFinished = false

    /// A file's path, and the one beside it that is written.
    private struct Place {
        var path: FilePath
        var beside: FilePath
    }

    /// Bytes that are written at once.
    private static let piece = 64 * 1024

    /// Standard output.
    init() {
        descriptor = .standardOutput
        place = nil
        name = "standard output"
    }

    /// The file at `given`, which need not be there; its folder must.
    init(replacing given: FilePath) throws {
        let path = given.absolute.resolved ?? given.absolute
        let beside = path.removingLastComponent().appending(
            ".\(path.lastComponent?.string ?? "export").audiowatch-part")
        name = path.display
        place = Place(path: path, beside: beside)
        do {
            descriptor = try FileDescriptor.open(
                beside, .readWrite, options: [.create, .noFollow, .closeOnExec],
                permissions: [
                    .ownerReadWrite, .groupRead, .groupWrite, .otherRead, .otherWrite,
                ])
        } catch {
            throw Failure("cannot write \(name): \(error); choose another place with --output")
        }
        try prepare(instead: path)
    }

    private func prepare(instead path: FilePath) throws {
        guard flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            isFinished = true
            throw Failure("another export is writing \(name); wait for it, or choose another file")
        }
        if let old = try? FileManager.default.attributesOfItem(atPath: path.string) {
            guard old[.type] as? FileAttributeType == .typeRegular else {
                throw Failure("\(name) is no file; choose another place with --output")
            }
            // Whom the old file was private to the new one is private to as well.
            let mode = (old[.posixPermissions] as? NSNumber)?.uint32Value
            if let mode { _ = fchmod(descriptor.rawValue, mode) }
        }
        guard ftruncate(descriptor.rawValue, 0) == 0 else { throw failure(errno) }
    }

    deinit {
        guard let place else { return }
        if !isFinished { place.beside.withPlatformString { _ = unlink($0) } }
        try? descriptor.close()
    }

    /// Adds bytes.
    func write(_ bytes: some Sequence<UInt8>) throws {
        held.append(contentsOf: bytes)
        if held.count >= OutputFile.piece { try flush() }
    }

    /// Everything is said: the file takes its place.
    func finish() throws {
        try flush()
        guard let place else { return }
        guard fsync(descriptor.rawValue) == 0 else { throw failure(errno) }
        let renamed = place.beside.withPlatformString { beside in
            place.path.withPlatformString { rename(beside, $0) }
        }
        guard renamed == 0 else { throw failure(errno) }
        isFinished = true
    }

    private func flush() throws {
        do {
            try descriptor.writeAll(held)
        } catch {
            throw failure((error as? Errno)?.rawValue ?? EIO)
        }
        held.removeAll(keepingCapacity: true)
    }

    private func failure(_ number: Int32) -> Failure {
        let rest = place == nil ? "" : "; what stood there is as it was"
        return Failure("cannot write \(name): \(Errno(rawValue: number))\(rest)")
    }
}
