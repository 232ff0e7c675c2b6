import Foundation
import TestSupport

/// One thing that happens to the disk, or to the daemon that watches it.
enum Operation: Sendable {
    /// The whole file, in place when it is there.
    case write(Spot, sound: Int)
    /// A temporary file, then a rename over the target.
    case replace(Spot, sound: Int)
    /// Written, and the modification time put back.
    case rewriteKeepingTime(Spot, sound: Int)
    /// One byte in place.
    case patch(Spot, at: Int, byte: UInt8)
    case append(Spot, count: Int)
    /// ftruncate(2) through an open descriptor.
    case cut(Spot, size: Int)
    /// Opened for writing and closed.
    case reopen(Spot)
    case touch(Spot, seconds: Int, nanoseconds: Int)
    case permit(Spot, mode: UInt16)
    case delete(Spot)
    case link(Spot, Spot)
    case symbolicLink(Spot, to: Spot)
    case copy(Spot, Spot)
    /// Copied with its time, then deleted: what `mv` does between two drives.
    case carry(Spot, Spot)
    /// rename(2), of a file or a folder.
    case move(Spot, Spot)
    case exchange(Spot, Spot)
    case makeFolder(Spot)
    /// Nested folders and files in each, all at once.
    case plant(Spot, sounds: [Int])
    /// rm -r.
    case uproot(Spot)

    /// truncate(2) by path: the kernel tells of no close.
    case truncate(Spot, size: Int)
    /// Written through a mapping.
    case map(Spot, at: Int, byte: UInt8)
    /// So many changes of time, in turn on two files: fills the kernel's queue.
    case flood(Spot, Spot, count: Int)
    /// An empty tmpfs over a folder.
    case mount(Spot)
    case unmount(Spot)

    /// The daemon is stopped (SIGSTOP) and goes on (SIGCONT).
    case freeze
    case thaw
    /// kill -9; what follows happens while nobody watches, until ``start``.
    case kill
    case start

    /// Nothing happens for so long.
    case pause(microseconds: UInt32)
    /// The catalogue is held against the disk.
    case compare
}

extension Operation {
    /// True for what counts as an operation on the disk.
    var isChange: Bool {
        switch self {
        case .freeze, .thaw, .kill, .start, .pause, .compare: false
        default: true
        }
    }

    /// Carries out a change of the disk.
    func perform(on ground: Ground) throws {
        func at(_ spot: Spot) throws -> DiskPath { try ground.path(spot) }
        switch self {
        case .write(let spot, let sound): try Disk.write(SoundPool.bytes(sound), to: at(spot))
        case .replace(let spot, let sound):
            let path = try at(spot)
            let temporary = DiskPath(path.bytes + Array(".part".utf8))
            try Disk.write(SoundPool.bytes(sound), to: temporary)
            try Disk.move(temporary, to: path)
        case .rewriteKeepingTime(let spot, let sound):
            let path = try at(spot)
            let before = try required(path)
            try Disk.write(SoundPool.bytes(sound), to: path)
            try Disk.setModified(path, before)
        case .patch(let spot, let offset, let byte):
            try Disk.overwrite([byte], at: offset, of: at(spot))
        case .append(let spot, let count):
            try Disk.append([UInt8](repeating: 128, count: count), to: at(spot))
        case .cut(let spot, let size): try Disk.cut(at(spot), to: size)
        case .reopen(let spot): try Disk.reopen(at(spot))
        case .touch(let spot, let seconds, let nanoseconds):
            try Disk.setModified(at(spot), seconds: seconds, nanoseconds: nanoseconds)
        case .permit(let spot, let mode): try Disk.permit(at(spot), mode)
        case .delete(let spot): try Disk.delete(at(spot))
        case .link(let from, let to): try Disk.hardLink(at(from), to: at(to))
        case .symbolicLink(let spot, let target):
            try Disk.symbolicLink(to: at(target), at: at(spot))
        case .copy(let from, let to): try Disk.copy(at(from), to: at(to))
        case .carry(let from, let to):
            let before = try required(at(from))
            try Disk.copy(at(from), to: at(to))
            try Disk.setModified(at(to), before)
            try Disk.delete(at(from))
        case .move(let from, let to): try Disk.move(at(from), to: at(to))
        case .exchange(let one, let other): try Disk.exchange(at(one), at(other))
        case .makeFolder(let spot): try Disk.makeFolder(at(spot))
        case .plant(let spot, let sounds):
            for (number, sound) in sounds.enumerated() {
                let below = spot.names + Array(Operation.plantedFolders.prefix(number % 4))
                let path = try at(
                    Spot(area: spot.area, names: below + [Operation.planted(number)]))
                try Disk.write(SoundPool.bytes(sound), to: path)
            }
        case .uproot(let spot): try Disk.uproot(at(spot))
        case .truncate(let spot, let size): try Disk.truncate(at(spot), to: size)
        case .map(let spot, let offset, let byte):
            try Disk.writeThroughMapping(at(spot), at: offset, byte)
        case .flood(let one, let other, let count):
            let paths = try [at(one), at(other)]
            let times = try paths.map { try required($0) }
            for number in 0..<count { try Disk.setModified(paths[number % 2], times[number % 2]) }
        case .mount(let spot): try PrivateMounts.mountEmpty(at(spot))
        case .unmount(let spot): try PrivateMounts.unmount(at(spot))
        case .pause(let microseconds): usleep(microseconds)
        case .freeze, .thaw, .kill, .start, .compare: break
        }
    }

    /// The folders that ``plant(_:sounds:)`` makes inside one another.
    static let plantedFolders = [Array("p".utf8), Array("q".utf8), Array("r".utf8)]

    /// The name of its file of this number.
    static func planted(_ number: Int) -> [UInt8] { Array("t\(number).wav".utf8) }

    private func required(_ path: DiskPath) throws -> stat {
        guard let status = try status(of: path) else { throw TestFailure("\(path) is missing") }
        return status
    }
}
