import AudiowatchCore
import CInotify
import Glibc

/// One event as the kernel wrote it, copied out of the library's buffer.
struct RawEvent: Hashable, Sendable {
    var watch: CInt
    var mask: UInt32
    var cookie: UInt32
    /// Empty for events of the watched directory itself.
    var name: FileName

    init(watch: CInt, mask: UInt32, cookie: UInt32 = 0, name: FileName = FileName(bytes: [])) {
        self.watch = watch
        self.mask = mask
        self.cookie = cookie
        self.name = name
    }

    /// Copies the exact bytes of the name; the kernel pads it with NULs.
    init(copying event: UnsafePointer<inotify_event>) {
        let start = UnsafeRawPointer(event) + MemoryLayout<inotify_event>.size
        let padded = UnsafeRawBufferPointer(start: start, count: Int(event.pointee.len))
        let name = padded.prefix { $0 != 0 }
        self.init(
            watch: event.pointee.wd, mask: event.pointee.mask, cookie: event.pointee.cookie,
            name: FileName(bytes: Array(name)))
    }

    func has(_ bit: Int32) -> Bool { mask & UInt32(bitPattern: bit) != 0 }
}

/// The bits of a mask, and what they mean.
enum EventMask {
    /// What is asked of the kernel for a directory.
    ///
    /// Never IN_OPEN, IN_ACCESS or IN_CLOSE_NOWRITE: our own reads would feed the queue.
    static let directory = UInt32(
        IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_ATTRIB
            | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK)

    /// Refuses, with EEXIST, a directory that is watched under another name.
    static let onlyNew = UInt32(IN_MASK_CREATE)

    /// What is asked for the folder of sync points; added to what may be asked already.
    static let cookies = UInt32(IN_CREATE | IN_ONLYDIR | IN_MASK_ADD)

    static let entries: [(bit: Int32, kind: EntryChange)] = [
        (IN_CREATE, .created), (IN_CLOSE_WRITE, .written), (IN_ATTRIB, .attributes),
        (IN_MOVED_FROM, .movedFrom), (IN_MOVED_TO, .movedTo), (IN_DELETE, .deleted),
    ]

    static let selves: [(bit: Int32, kind: DirectoryChange)] = [
        (IN_ATTRIB, .attributes), (IN_MOVE_SELF, .movedSelf), (IN_DELETE_SELF, .deletedSelf),
        (IN_UNMOUNT, .unmounted), (IN_IGNORED, .ignored),
    ]
}
