import Foundation
import Glibc

/// Opens each file whose path is read from standard input, paths ending in NUL as `find -print0` writes
/// them: names need not be text. A file that cannot be opened is left out.
private func eachListedFile(
    _ body: (_ descriptor: CInt, _ size: Int) throws(BenchError) -> Void
) throws(BenchError) {
    let list = (try? FileHandle.standardInput.readToEnd()) ?? Data()
    for path in list.split(separator: 0) {
        let descriptor = (Array(path) + [0]).withUnsafeBytes { bytes in
            bytes.assumingMemoryBound(to: CChar.self).baseAddress.map {
                open($0, O_RDONLY | O_CLOEXEC)
            } ?? -1
        }
        guard descriptor >= 0 else { continue }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { continue }
        try body(descriptor, status.st_size)
    }
}

/// How much of files is in the page cache. The kernel tells the owner of a file, and root.
enum PageCache {
    static func figures() throws(BenchError) -> Figures {
        var cached = 0
        var all = 0
        try eachListedFile { (descriptor, size) throws(BenchError) in
            guard size > 0 else { return }
            let map = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0)
            guard let map, map != MAP_FAILED else { throw .system("mapping a file") }
            defer { munmap(map, size) }
            var resident = [UInt8](repeating: 0, count: (size + page - 1) / page)
            guard mincore(map, size, &resident) == 0 else { throw .system("mincore") }
            cached += resident.count { $0 & 1 == 1 }
            all += resident.count
        }
        return [("cached", "\(cached)"), ("pages", "\(all)"), ("page_bytes", "\(page)")]
    }

    private static let page = max(sysconf(CInt(_SC_PAGESIZE)), 1)

    /// Writes back and forgets: what is cached of these files afterwards, others have read.
    static func forget() throws(BenchError) -> Figures {
        var files = 0
        try eachListedFile { (descriptor, _) throws(BenchError) in
            guard fdatasync(descriptor) == 0,
                posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED) == 0
            else { throw .system("writing back") }
            files += 1
        }
        return [("files", "\(files)")]
    }
}

/// Reading every byte, as a program does that thinks of nobody else.
enum WholeRead {
    /// `isDropping`: each file is dropped from the cache once read, whoever had cached it.
    static func figures(isDropping: Bool) throws(BenchError) -> Figures {
        var total = 0
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { buffer.deallocate() }
        try eachListedFile { (descriptor, _) throws(BenchError) in
            while true {
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                guard count >= 0 else { throw .system("reading") }
                guard count > 0 else { break }
                total += count
            }
            if isDropping { posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED) }
        }
        return [("bytes", "\(total)")]
    }
}
