import Glibc

/// Makes a file of these bytes. `beforeClose` is called when everything is written and the file still open.
func writeFile(
    _ path: String, _ bytes: [UInt8], beforeClose: () -> Void = {}
) throws(BenchError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .system("making \(path)") }
    var written = 0
    while written < bytes.count {
        let count = bytes.withUnsafeBytes { all in
            let rest = UnsafeRawBufferPointer(rebasing: all[written...])
            return write(descriptor, rest.baseAddress, rest.count)
        }
        guard count > 0 else {
            defer { close(descriptor) }
            throw .system("writing \(path)")
        }
        written += count
    }
    beforeClose()
    close(descriptor)
}

func makeFolder(_ path: String) throws(BenchError) {
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw .system("making \(path)") }
}

/// A tree of small sounds, spread evenly over folders of one level.
struct SmallTree {
    let folder: String
    let files: Int
    let folders: Int
    /// Bytes of samples in each.
    let data: Int

    func made() throws(BenchError) -> Figures {
        try makeFolder(folder)
        let start = freshNumber()
        for number in 0..<folders { try makeFolder("\(folder)/folder \(number)") }
        for number in 0..<files {
            let bytes = SmallSound.bytes(number: start + UInt64(number), data: data)
            try writeFile("\(folder)/folder \(number % folders)/sound \(number).wav", bytes)
        }
        return [("files", "\(files)")]
    }
}
