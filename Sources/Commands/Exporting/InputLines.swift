import Glibc
import SystemPackage

/// Lines of an input of any length, some at a time. A line that is too long to be held is told by its number.
struct InputLines {
    /// Some whole lines.
    struct Part: Equatable {
        /// Their bytes, each with its line end.
        var text: [UInt8] = []
        /// Lines before the first of these.
        var before = 0
        /// Lines in it, those that are too long among them: they stand in the text as empty ones.
        var count = 0
        /// Lines that are too long, by number from the first of all.
        var tooLong: [Int] = []
    }

    /// Longest line that is held, in bytes.
    private let input: FileDescriptor
    private let longest: Int
    private let size: Int
    /// Bytes that were read and not yet taken.
    private var held: [UInt8] = []
    private var lines = 0
    private var isSkipping = false
    private var hasEnded = false

    private static let piece = 64 * 1024
    private static let end = UInt8(ascii: "\n")
    /// Whoever writes slowly has what was said taken after such a pause, in milliseconds.
    private static let pause: Int32 = 500

    /// Lines of up to `longest` bytes, in parts of about `size`.
    init(_ input: FileDescriptor, longest: Int, size: Int) {
        self.input = input
        self.longest = longest
        self.size = size
    }

    /// The next lines; nil after the last. Blocks until there are enough of them, no more come for a while, or
    /// the input has ended.
    mutating func next() throws -> Part? {
        var part = Part(before: lines)
        while part.text.count < size, !hasEnded {
            if part.count > 0, !isReady() { return part }
            try read()
            takeWhole(into: &part)
        }
        if hasEnded, !held.isEmpty || isSkipping {
            take(held[...], into: &part)
            held = []
        }
        return part.count > 0 ? part : nil
    }

    /// Takes the whole lines of what is held.
    private mutating func takeWhole(into part: inout Part) {
        var used = 0
        while let end = held[used...].firstIndex(of: InputLines.end) {
            take(held[used..<end], into: &part)
            used = end + 1
        }
        held.removeFirst(used)
        if held.count > longest {
            isSkipping = true
            held.removeAll(keepingCapacity: true)
        }
    }

    private mutating func take(_ line: ArraySlice<UInt8>, into part: inout Part) {
        lines += 1
        part.count += 1
        if isSkipping || line.count > longest {
            part.tooLong.append(lines)
        } else {
            part.text += line
        }
        part.text.append(InputLines.end)
        isSkipping = false
    }

    private func isReady() -> Bool {
        var wish = pollfd(fd: input.rawValue, events: Int16(POLLIN), revents: 0)
        return poll(&wish, 1, InputLines.pause) != 0
    }

    private mutating func read() throws {
        var buffer = [UInt8](repeating: 0, count: InputLines.piece)
        let count = try buffer.withUnsafeMutableBytes { try input.read(into: $0) }
        held += buffer.prefix(count)
        hasEnded = count == 0
    }
}
