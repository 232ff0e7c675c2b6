/// Words of a command line: `--name value` pairs, and the rest in its order.
struct Arguments {
    private var options: [String: String] = [:]
    private var rest: [String] = []

    init(_ words: ArraySlice<String>) throws(BenchError) {
        var words = words
        while let word = words.popFirst() {
            guard word.hasPrefix("--") else {
                rest.append(word)
                continue
            }
            guard let value = words.popFirst() else { throw BenchError("\(word) needs a value") }
            options[String(word.dropFirst(2))] = value
        }
    }

    mutating func path() throws(BenchError) -> String {
        guard let first = rest.first else { throw BenchError(Measurement.usage) }
        rest.removeFirst()
        return first
    }

    mutating func option(_ name: String) -> String? { options.removeValue(forKey: name) }

    mutating func text(_ name: String) throws(BenchError) -> String {
        guard let value = option(name) else { throw BenchError("--\(name) is missing") }
        return value
    }

    mutating func port() throws(BenchError) -> UInt16 {
        guard let port = UInt16(try text("port")) else {
            throw BenchError("--port is a number from 1 to 65535")
        }
        return port
    }

    mutating func number(_ name: String, otherwise: Int) throws(BenchError) -> Int {
        guard let text = option(name) else { return otherwise }
        guard let value = Int(text), (1...most).contains(value) else {
            throw BenchError("--\(name) is a whole number from 1 to \(most)")
        }
        return value
    }

    /// Files are measured up to a million, and of up to so many bytes.
    private let most = 1_000_000_000

    /// Throws when something was given that nobody asked for.
    func end() throws(BenchError) {
        guard rest.isEmpty, options.isEmpty else { throw BenchError(Measurement.usage) }
    }
}
