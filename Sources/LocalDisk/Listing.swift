public import AudiowatchCore
import CLinux
import Glibc
import SystemPackage

/// A name found in a directory.
public struct ListedName: Hashable, Sendable {
    /// The exact name.
    public var name: FileName
    /// What stands there.
    public var type: EntryType
    /// Its status, where it was asked for.
    public var status: EntryStatus?
    /// Why it has none though it was asked for.
    public var failure: DiskError?
}

/// The names of one directory.
public struct Listing: Sendable {
    /// What was found, in the directory's own order; names that vanished meanwhile are left out.
    public var names: [ListedName] = []
    /// What cut the listing short, or kept names from being looked at.
    public var failure: DiskError?
    /// True when it was cut short: names are missing.
    public var isCut = false
    /// True when names may be missing or unjudged: never conclude from it that something is gone.
    public var isPartial: Bool { failure != nil }
}

extension OpenDirectory {
    /// Reads the names, and the status of those that `wanted` picks.
    ///
    /// Names come from getdents64(2) into one buffer, and are looked at from there by descriptor and name.
    /// A directory must not be listed by two threads at once: they share its position.
    public func list(
        statting wanted: (FileName, EntryType) -> Bool = { _, _ in false }
    ) -> Listing {
        var listing = Listing()
        let code = clinux_listing_rewind(descriptor)
        guard code == 0 else {
            listing.isCut = true
            listing.failure = DiskError(.list, FilePath(), code: code)
            return listing
        }
        withUnsafeTemporaryAllocation(byteCount: Self.listingBuffer, alignment: 8) { buffer in
            while true {
                let filled = clinux_listing_next(descriptor, buffer.baseAddress, buffer.count)
                guard filled > 0 else {
                    if filled < 0 {
                        listing.isCut = true
                        listing.fail(DiskError(.list, FilePath(), code: CInt(-filled)))
                    }
                    return
                }
                add(
                    records: UnsafeRawBufferPointer(rebasing: buffer.prefix(filled)), to: &listing,
                    wanted)
            }
        }
        return listing
    }

    /// Bytes asked of the kernel at once: what glibc's readdir(3) takes; about a thousand names.
    private static let listingBuffer = 32_768

    private func add(
        records: UnsafeRawBufferPointer, to listing: inout Listing,
        _ wanted: (FileName, EntryType) -> Bool
    ) {
        var offset = 0
        var record = clinux_listed()
        while clinux_listing_record(records.baseAddress, records.count, offset, &record) != 0 {
            offset = record.next
            guard let start = record.name else { continue }
            let bytes = UnsafeRawBufferPointer(start: start, count: record.length)
            if Self.isDotEntry(bytes) { continue }
            add(FileName(bytes: Array(bytes)), start, type: record.type, to: &listing, wanted)
        }
    }

    private func add(
        _ name: FileName, _ pointer: UnsafePointer<CChar>, type: UInt8, to listing: inout Listing,
        _ wanted: (FileName, EntryType) -> Bool
    ) {
        let known = Self.type(of: type)
        if let known, !wanted(name, known) {
            listing.names.append(ListedName(name: name, type: known))
            return
        }
        var raw = clinux_status()
        switch clinux_status_at(descriptor, pointer, &raw) {
        case 0:
            let status = EntryStatus(raw)
            let isWanted = known != nil || wanted(name, status.kind)
            listing.names.append(
                ListedName(name: name, type: status.kind, status: isWanted ? status : nil))
        case ENOENT:
            break
        case let code:
            let failure = DiskError(.stat, FilePath(bytes: name.bytes), code: code)
            listing.names.append(ListedName(name: name, type: known ?? .other, failure: failure))
            listing.fail(failure)
        }
    }

    /// Nil where the file system leaves it to stat(2).
    private static func type(of raw: UInt8) -> EntryType? {
        switch Int(raw) {
        case Int(DT_REG): .file
        case Int(DT_DIR): .directory
        case Int(DT_LNK): .symlink
        case Int(DT_UNKNOWN): nil
        default: .other
        }
    }

    private static func isDotEntry(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let dot = UInt8(ascii: ".")
        return (bytes.count == 1 || bytes.count == 2 && bytes.last == dot) && bytes.first == dot
    }
}

extension Listing {
    /// Keeps the first failure: the ones after it are mostly its echo.
    fileprivate mutating func fail(_ error: DiskError) {
        if failure == nil { failure = error }
    }
}
