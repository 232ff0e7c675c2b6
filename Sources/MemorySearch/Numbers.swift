/// A column of numbers of one width: in memory, or in a file without a name (see ``ScratchFile``), where a
/// million of them cost no memory that nobody else could have.
///
/// What is appended waits in memory until there is a page of it, or until ``flush()``. A copy shares the file:
/// only one of them may be changed.
struct Numbers<Number: FixedWidthInteger & Sendable>: Sendable {
    /// All of them; where there is a file, those that are not yet in it.
    private var memory: [Number] = []
    private var file: ScratchFile?
    /// How many are in the file, and where: numbers are read without asking the object. The place is good as long
    /// as `file` lives, which this value holds, and only read; whoever owns the value guards what changes it.
    private var filed = 0
    nonisolated(unsafe) private var base: UnsafePointer<Number>?

    /// Bytes that wait in memory before they go to the file.
    private static var pending: Int { 16 << 10 }
    /// Addresses for this many bytes are taken at first.
    private static var room: Int { 16 << 20 }

    /// In memory, or in a file in a folder, where that is possible.
    init(in folder: [UInt8]? = nil) {
        file = folder.flatMap { ScratchFile(in: $0, room: Self.room) }
        base = file?.base.assumingMemoryBound(to: Number.self)
    }

    /// These, kept as ``init(in:)`` does.
    init(_ numbers: [Number], in folder: [UInt8]?) {
        self.init(in: folder)
        memory = numbers
        flush()
    }

    var count: Int { filed + memory.count }
    var indices: Range<Int> { 0..<count }

    @inline(__always)
    subscript(index: Int) -> Number {
        get {
            guard index < filed, let base else { return memory[index - filed] }
            return base[index]
        }
        set {
            guard index < filed else { return memory[index - filed] = newValue }
            // Most of what is put in anew is as it was.
            if self[index] != newValue { replace(index, with: newValue) }
        }
    }

    private mutating func replace(_ index: Int, with number: Number) {
        let isWritten = withUnsafeBytes(of: number) {
            file?.replace($0, at: index * MemoryLayout<Number>.stride) ?? false
        }
        if !isWritten {
            takeBack()
            memory[index] = number
        }
    }

    mutating func append(_ number: Number) {
        memory.append(number)
        if file != nil, memory.count * MemoryLayout<Number>.stride >= Self.pending { flush() }
    }

    mutating func append(repeating number: Number, count: Int) {
        for _ in 0..<count { append(number) }
    }

    /// Writes what waits to the file.
    mutating func flush() {
        guard let file, !memory.isEmpty else { return }
        if memory.withUnsafeBytes({ file.append($0) }) {
            filed += memory.count
            base = file.base.assumingMemoryBound(to: Number.self)
            let isLarge = memory.capacity * MemoryLayout<Number>.stride > 2 * Self.pending
            memory.removeAll(keepingCapacity: !isLarge)
        } else {
            takeBack()
        }
    }

    /// No room on that disk: everything is kept in memory from now on.
    private mutating func takeBack() {
        memory = Array(UnsafeBufferPointer(start: base, count: filed)) + memory
        filed = 0
        base = nil
        file = nil
    }

    /// All of them, side by side. Quick once what waited is written.
    @inline(__always)
    func withUnsafeBufferPointer<Result>(
        _ body: (UnsafeBufferPointer<Number>) -> Result
    ) -> Result {
        guard filed > 0 else { return memory.withUnsafeBufferPointer(body) }
        guard memory.isEmpty else {
            return (Array(UnsafeBufferPointer(start: base, count: filed)) + memory)
                .withUnsafeBufferPointer(body)
        }
        return withExtendedLifetime(file) {
            body(UnsafeBufferPointer(start: base, count: filed))
        }
    }

    /// Makes room for so many where they are kept in memory.
    mutating func reserve(_ capacity: Int) {
        if file == nil { memory.reserveCapacity(capacity) }
    }
}
