import Foundation
import Synchronization
public import SystemPackage

/// A file system that shows a folder, read-only, and can stop answering: like a network drive whose network
/// is gone. Whoever waits for it cannot even be killed, as with every FUSE program that has taken a request.
///
/// It speaks the kernel's FUSE protocol itself (linux/fuse.h), on a thread of its own.
public final class HangingDisk: Sendable {
    /// Calls that can be left unanswered.
    public enum Call: String, Sendable, CaseIterable {
        case open, read, list
        /// Every call there is.
        case any
    }

    private struct State {
        var hanging: Set<Call> = []
        /// Requests taken and not answered.
        var held: [[UInt8]] = []
        /// The folder's path of each node that the kernel has been told of; the first is the root.
        var paths: [String]
        var numbers: [String: UInt64] = [:]
        var counts: [Call: Int] = [:]
    }

    private let device: Int32
    private let mountPoint: String
    private let state: Mutex<State>

    /// Why there can be none here; nil when there can.
    public static var obstacle: String? {
        if let obstacle = Mounts.obstacle { return obstacle }
        return access("/dev/fuse", R_OK | W_OK) == 0 ? nil : "there is no /dev/fuse"
    }

    /// Mounts it; call inside ``Mounts/ofOwn(_:)``.
    public init(showing folder: FilePath, at mountPoint: FilePath) throws {
        device = open("/dev/fuse", O_RDWR | O_CLOEXEC)
        guard device >= 0 else { throw TestFailure("/dev/fuse: errno \(errno)") }
        self.mountPoint = mountPoint.string
        state = Mutex(State(paths: [folder.string]))
        try Mounts.mount(
            "hanging", at: mountPoint.string, type: "fuse.hanging",
            options: "fd=\(device),rootmode=40000,user_id=\(getuid()),group_id=\(getgid()),"
                + "allow_other")
        let thread = Thread { [device, weak self] in
            var room = [UInt8](repeating: 0, count: 1 << 18)
            while true {
                let count = Glibc.read(device, &room, room.count)
                if count < 0, errno == EINTR || errno == ENOENT { continue }
                guard count >= 40, let self else { return }
                self.take([UInt8](room[..<count]))
            }
        }
        thread.start()
    }

    deinit {
        end()
    }

    /// From now on such calls get no answer.
    public func hang(in call: Call) {
        state.withLock { _ = $0.hanging.insert(call) }
    }

    /// Answers everything, what was left unanswered first.
    public func answer() {
        let held = state.withLock { state in
            state.hanging = []
            defer { state.held = [] }
            return state.held
        }
        for request in held { take(request) }
    }

    /// Calls that wait for an answer.
    public var waiting: Int { state.withLock { $0.held.count } }

    /// How often such calls were made.
    public func count(_ call: Call) -> Int { state.withLock { $0.counts[call] ?? 0 } }

    /// Unmounts it; whoever waits gets an error.
    public func end() {
        _ = try? Mounts.unmount(mountPoint, isLazy: true)
        // An abort of the connection is what closing the device is, but a read in progress holds it open.
        answer()
        close(device)
    }

    private func take(_ request: [UInt8]) {
        let operation = request.number(at: 4, UInt32.self)
        let call = HangingDisk.call(of: operation)
        let isHeld = state.withLock { state in
            if let call { state.counts[call, default: 0] += 1 }
            let hangs =
                call.map { state.hanging.contains($0) } ?? false
                || (state.hanging.contains(.any) && ![2, 36, 42].contains(operation))
            if hangs { state.held.append(request) }
            return hangs
        }
        if !isHeld { handle(request, operation) }
    }

    /// Numbers of linux/fuse.h.
    private static func call(of operation: UInt32) -> Call? {
        switch operation {
        case 14: .open
        case 15: .read
        case 28: .list
        default: nil
        }
    }

    private func handle(_ request: [UInt8], _ operation: UInt32) {
        let node = request.number(at: 16, UInt64.self)
        let path = state.withLock { $0.paths[Int(node == 0 ? 0 : node - 1)] }
        switch operation {
        case 1: look(up: request, in: path)
        case 2, 36, 42: return  // FORGET, INTERRUPT, BATCH_FORGET take no answer.
        case 3:
            var status = stat()
            guard lstat(path, &status) == 0 else { return refuse(request, errno) }
            reply(request, Bytes(0 as UInt64, 0 as UInt32, 0 as UInt32).bytes + attributes(status))
        case 14, 27: reply(request, Bytes(0 as UInt64, 0 as UInt32, 0 as UInt32).bytes)
        case 15: read(request, path)
        case 17: reply(request, [UInt8](repeating: 0, count: 80))
        case 18, 25, 29: reply(request, [])  // RELEASE, FLUSH, RELEASEDIR
        case 26:
            // INIT: version, read-ahead, flags, background, largest write, pages of a request.
            reply(
                request,
                Bytes(7 as UInt32, 31 as UInt32, 0 as UInt32, 0 as UInt32, 12 as UInt16).bytes
                    + Bytes(10 as UInt16, 65_536 as UInt32, 1 as UInt32, 16 as UInt16).bytes
                    + [UInt8](repeating: 0, count: 34))
        case 28: list(request, path)
        default: refuse(request, ENOSYS)
        }
    }

    private func look(up request: [UInt8], in folder: String) {
        let name = String(decoding: request[40...].prefix { $0 != 0 }, as: UTF8.self)
        let path = "\(folder)/\(name)"
        var status = stat()
        guard lstat(path, &status) == 0 else { return refuse(request, errno) }
        let number = state.withLock { state -> UInt64 in
            if let known = state.numbers[path] { return known }
            state.paths.append(path)
            state.numbers[path] = UInt64(state.paths.count)
            return UInt64(state.paths.count)
        }
        reply(
            request,
            Bytes(number, 0 as UInt64, 0 as UInt64, 0 as UInt64, 0 as UInt64).bytes
                + attributes(status))
    }

    private func read(_ request: [UInt8], _ path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return refuse(request, errno) }
        defer { close(descriptor) }
        var room = [UInt8](repeating: 0, count: Int(request.number(at: 56, UInt32.self)))
        let count = pread(
            descriptor, &room, room.count, off_t(request.number(at: 48, UInt64.self)))
        if count < 0 { refuse(request, errno) } else { reply(request, [UInt8](room[..<count])) }
    }

    private func list(_ request: [UInt8], _ path: String) {
        let from = Int(request.number(at: 48, UInt64.self))
        let size = Int(request.number(at: 56, UInt32.self))
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
        var room: [UInt8] = []
        for (place, name) in names.enumerated().dropFirst(from) {
            var entry = Bytes(0xFFFF as UInt64, UInt64(place + 1), UInt32(name.utf8.count)).bytes
            entry += Bytes(0 as UInt32).bytes + Array(name.utf8)
            entry += [UInt8](repeating: 0, count: (8 - entry.count % 8) % 8)
            guard room.count + entry.count <= size else { break }
            room += entry
        }
        reply(request, room)
    }

    private func attributes(_ status: stat) -> [UInt8] {
        Bytes(UInt64(status.st_ino), UInt64(status.st_size), UInt64(status.st_blocks)).bytes
            + Bytes(
                UInt64(status.st_atim.tv_sec), UInt64(status.st_mtim.tv_sec),
                UInt64(status.st_ctim.tv_sec)
            ).bytes
            + Bytes(
                UInt32(status.st_atim.tv_nsec), UInt32(status.st_mtim.tv_nsec),
                UInt32(status.st_ctim.tv_nsec)
            ).bytes
            + Bytes(
                status.st_mode, UInt32(status.st_nlink), status.st_uid, status.st_gid,
                0 as UInt32, 4_096 as UInt32, 0 as UInt32
            ).bytes
    }

    private func reply(_ request: [UInt8], _ body: [UInt8]) {
        answer(request, 0, body)
    }

    private func refuse(_ request: [UInt8], _ code: Int32) {
        answer(request, -code, [])
    }

    private func answer(_ request: [UInt8], _ code: Int32, _ body: [UInt8]) {
        let head = Bytes(UInt32(16 + body.count), code, request.number(at: 8, UInt64.self)).bytes
        let whole = head + body
        _ = whole.withUnsafeBytes { Glibc.write(device, $0.baseAddress, $0.count) }
    }
}

/// Numbers one after the other, as the kernel lays out its structures.
private struct Bytes {
    var bytes: [UInt8] = []

    init<each Number: FixedWidthInteger>(_ numbers: repeat each Number) {
        for number in repeat each numbers {
            withUnsafeBytes(of: number) { bytes += $0 }
        }
    }
}

extension [UInt8] {
    fileprivate func number<Number: FixedWidthInteger>(at place: Int, _: Number.Type) -> Number {
        withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Number.self) }
    }
}
