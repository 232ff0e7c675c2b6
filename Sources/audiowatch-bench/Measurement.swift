import Glibc

/// Figures of one measurement, in the order in which they are printed: a name and a number a line.
typealias Figures = [(name: String, value: String)]

/// The parts of `scripts/bench` that need a program. Each prints figures, one a line.
enum Measurement {
    static let usage = """
        usage:
          latency FOLDER --by sse:PORT|inotifywait|watchman [--count 500] [--copy LIBRARY]
                [--limit 300]
          tree FOLDER [--files 1000] [--folders 10] [--bytes 2000]
          cached     how much of the files is in the page cache
          forget     takes the files out of the page cache
          read [--dropping yes]
          (these three read paths from standard input, each ending in NUL)
          moves FROM TO --socket PATH
          catalogue DATABASE --source FOLDER [--files 20000] [--sources 1] [--seed 1]
          queries LIST --port PORT [--files 20000] [--rounds 5]
          page --port PORT [--rounds 5]
          watchers --port PORT [--count 20]      listens to the events until it is ended
          neighbour [--seconds 10] [--frames 64] [--load 70]      as root
          tracks FOLDER [--seconds 10]
        """

    static func perform(_ words: [String]) throws(BenchError) -> Figures {
        var arguments = try Arguments(words.dropFirst())
        switch words.first {
        case "latency":
            let latency = Latency(
                folder: try arguments.path(), by: try arguments.text("by"),
                count: try arguments.number("count", otherwise: 500),
                copying: arguments.option("copy"),
                limit: try arguments.number("limit", otherwise: 300))
            try arguments.end()
            return try latency.measured()
        case "tree":
            let tree = SmallTree(
                folder: try arguments.path(), files: try arguments.number("files", otherwise: 1000),
                folders: try arguments.number("folders", otherwise: 10),
                data: try arguments.number("bytes", otherwise: SmallSound.tiny))
            try arguments.end()
            return try tree.made()
        case "cached":
            try arguments.end()
            return try PageCache.figures()
        case "forget":
            try arguments.end()
            return try PageCache.forget()
        case "read":
            let isDropping = arguments.option("dropping") == "yes"
            try arguments.end()
            return try WholeRead.figures(isDropping: isDropping)
        case "moves":
            let move = Move(
                from: try arguments.path(), to: try arguments.path(),
                socket: try arguments.text("socket"))
            try arguments.end()
            return try move.measured()
        case "catalogue":
            let catalogue = SyntheticCatalogue(
                database: try arguments.path(), folder: try arguments.text("source"),
                files: try arguments.number("files", otherwise: 20_000),
                sources: try arguments.number("sources", otherwise: 1),
                seed: UInt64(try arguments.number("seed", otherwise: 1)))
            try arguments.end()
            return try catalogue.made()
        case "queries":
            let times = QueryTimes(
                list: try arguments.path(), port: try arguments.port(),
                files: try arguments.number("files", otherwise: 20_000),
                rounds: try arguments.number("rounds", otherwise: 5))
            try arguments.end()
            return try times.measured()
        case "page":
            let page = FirstPage(
                port: try arguments.port(), rounds: try arguments.number("rounds", otherwise: 5))
            try arguments.end()
            return try page.measured()
        case "neighbour":
            let neighbour = AudioNeighbour(
                seconds: try arguments.number("seconds", otherwise: 10),
                frames: try arguments.number("frames", otherwise: 64),
                load: try arguments.number("load", otherwise: 70))
            try arguments.end()
            return try neighbour.measured()
        case "tracks":
            let reader = TrackReader(
                folder: try arguments.path(),
                seconds: try arguments.number("seconds", otherwise: 10))
            try arguments.end()
            return try reader.measured()
        case "watchers":
            let port = try arguments.port()
            let count = try arguments.number("count", otherwise: 20)
            try arguments.end()
            try Listener.listen(port, count)
            return []
        default:
            throw BenchError(usage)
        }
    }
}

/// Why nothing was measured.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// What the system last refused.
    static func system(_ doing: String) -> BenchError {
        BenchError("\(doing): \(String(cString: strerror(errno)))")
    }
}
