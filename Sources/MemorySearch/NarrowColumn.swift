/// A column of numbers that nearly all fit in four bytes; the few that do not are kept aside, exact.
struct NarrowColumn: Sendable {
    private var narrow: Numbers<UInt32>
    private var wide: [Int: Int64] = [:]

    /// Stands for a value that is kept aside.
    private static let aside = UInt32.max
    /// Stands for no value.
    private static let nothing = UInt32.max - 1

    /// In memory, or in a file without a name in a folder.
    init(in folder: [UInt8]? = nil) { narrow = Numbers(in: folder) }

    var count: Int { narrow.count }

    subscript(index: Int) -> Int64? {
        get {
            switch narrow[index] {
            case NarrowColumn.aside: wide[index]
            case NarrowColumn.nothing: nil
            case let value: Int64(value)
            }
        }
        set {
            if narrow[index] == NarrowColumn.aside { wide[index] = nil }
            guard let newValue else {
                narrow[index] = NarrowColumn.nothing
                return
            }
            if let value = UInt32(exactly: newValue), value < NarrowColumn.nothing {
                narrow[index] = value
            } else {
                narrow[index] = NarrowColumn.aside
                wide[index] = newValue
            }
        }
    }

    /// Values by row, for who reads many.
    struct Reader {
        fileprivate let narrow: UnsafeBufferPointer<UInt32>
        fileprivate let wide: [Int: Int64]

        @inline(__always)
        subscript(index: Int) -> Int64? {
            let value = narrow[index]
            if value < NarrowColumn.nothing { return Int64(value) }
            return value == NarrowColumn.aside ? wide[index] : nil
        }
    }

    /// Lends a reader.
    @inline(__always)
    func withReader<Result>(_ body: (Reader) -> Result) -> Result {
        narrow.withUnsafeBufferPointer { body(Reader(narrow: $0, wide: wide)) }
    }

    /// Sets a bit for each row whose value passes.
    @inline(__always)
    func mark(_ bits: inout Bits, where passes: (Int64) -> Bool) {
        guard bits.count >= narrow.count else { return }
        bits.withMutableWords { words in
            narrow.withUnsafeBufferPointer { narrow in
                // A word of bits at a time, without asking which of them are set already.
                for start in stride(from: 0, to: narrow.count, by: 64) {
                    var word: UInt64 = 0
                    for place in 0..<min(64, narrow.count - start) {
                        let value = narrow[start + place]
                        let isIn = value < NarrowColumn.nothing && passes(Int64(value))
                        word |= (isIn ? 1 : 0) << UInt64(truncatingIfNeeded: place)
                    }
                    words[start >> 6] |= word
                }
            }
        }
        for (index, value) in wide where passes(value) { bits[index] = true }
    }

    /// How many of the rows in `bits` have a value below the first limit, below the second, and so on; then
    /// how many have none of them, and last how many have no value.
    func counts(in bits: Bits, below limits: [Int64]) -> [Int] {
        var counts = [Int](repeating: 0, count: limits.count + 2)
        counts.withUnsafeMutableBufferPointer { counts in
            narrow.withUnsafeBufferPointer { narrow in
                limits.withUnsafeBufferPointer { limits in
                    bits.forEach { index in
                        guard index < narrow.count else { return }
                        var value = Int64(narrow[index])
                        if value == NarrowColumn.nothing { return counts[limits.count + 1] += 1 }
                        if value == NarrowColumn.aside { value = wide[index] ?? value }
                        var band = 0
                        while band < limits.count, value >= limits[band] { band += 1 }
                        counts[band] += 1
                    }
                }
            }
        }
        return counts
    }

    mutating func append(_ value: Int64?) {
        narrow.append(NarrowColumn.nothing)
        self[narrow.count - 1] = value
    }

    /// Makes everything that was put in quick to read.
    mutating func flush() { narrow.flush() }

    mutating func reserve(_ capacity: Int) { narrow.reserve(capacity) }
}

/// A column of values of which there are few different ones: one byte each, and a list of them.
struct CodedColumn<Value: Hashable & Sendable>: Sendable {
    private var codes: Numbers<UInt8>
    private(set) var values: [Value] = []
    private var codeOf: [Value: UInt8] = [:]
    private var aside: [Int: Value] = [:]

    /// Stands for no value; codes of values start at 1.
    private static var nothing: UInt8 { 0 }
    /// Stands for a value that came when every code was taken.
    private static var other: UInt8 { .max }

    /// In memory, or in a file without a name in a folder.
    init(in folder: [UInt8]? = nil) { codes = Numbers(in: folder) }

    subscript(index: Int) -> Value? {
        get { value(code: codes[index], at: index) }
        set {
            if codes[index] == Self.other { aside[index] = nil }
            guard let newValue else {
                codes[index] = Self.nothing
                return
            }
            let code = code(for: newValue)
            codes[index] = code
            if code == Self.other { aside[index] = newValue }
        }
    }

    mutating func append(_ value: Value?) {
        codes.append(Self.nothing)
        self[codes.count - 1] = value
    }

    private func value(code: UInt8, at index: Int) -> Value? {
        switch code {
        case Self.nothing: nil
        case Self.other: aside[index]
        default: values[Int(code) - 1]
        }
    }

    private mutating func code(for value: Value) -> UInt8 {
        if let code = codeOf[value] { return code }
        guard values.count < Int(UInt8.max) - 1 else { return Self.other }
        values.append(value)
        let code = UInt8(values.count)
        codeOf[value] = code
        return code
    }

    /// Sets a bit for each row whose value passes; the test runs once a different value.
    func mark(_ bits: inout Bits, where passes: (Value) -> Bool) {
        var isIn = [Bool](repeating: false, count: 256)
        for (index, value) in values.enumerated() { isIn[index + 1] = passes(value) }
        for (index, value) in aside where passes(value) { bits[index] = true }
        guard isIn.contains(true), bits.count >= codes.count else { return }
        bits.withMutableWords { words in
            codes.withUnsafeBufferPointer { codes in
                isIn.withUnsafeBufferPointer { isIn in
                    for index in 0..<codes.count where isIn[Int(codes[index])] {
                        MemorySearch.mark(words, UInt32(truncatingIfNeeded: index))
                    }
                }
            }
        }
    }

    /// For each row whether its value passes; the test runs once a different value.
    func verdicts(where passes: (Value) -> Bool) -> [Verdict] {
        var known = [Verdict](repeating: .none, count: 256)
        for (index, value) in values.enumerated() { known[index + 1] = Verdict(passes(value)) }
        var verdicts = codes.withUnsafeBufferPointer { $0.map { known[Int($0)] } }
        for (index, value) in aside { verdicts[index] = Verdict(passes(value)) }
        return verdicts
    }

    /// How often each value stands in the rows of `bits`.
    func counts(in bits: Bits) -> [Value?: Int] {
        var numbers = [Int](repeating: 0, count: 256)
        var result: [Value?: Int] = [:]
        numbers.withUnsafeMutableBufferPointer { numbers in
            codes.withUnsafeBufferPointer { codes in
                bits.forEach { index in
                    guard index < codes.count else { return }
                    numbers[Int(codes[index])] += 1
                }
            }
        }
        for (index, value) in values.enumerated() where numbers[index + 1] > 0 {
            result[value] = numbers[index + 1]
        }
        if numbers[0] > 0 { result[nil] = numbers[0] }
        for (index, value) in aside where bits[index] { result[value, default: 0] += 1 }
        return result
    }

    /// Makes everything that was put in quick to read.
    mutating func flush() { codes.flush() }

    mutating func reserve(_ capacity: Int) { codes.reserve(capacity) }
}

/// What a row says to a question.
enum Verdict: UInt8 {
    /// It has no value.
    case none
    case no
    case yes

    init(_ passes: Bool) { self = passes ? .yes : .no }
}
