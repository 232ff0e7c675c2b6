/// How much of something is done, as a bar of block characters: an eighth of a column is the least that shows.
enum ProgressBar {
    /// Columns of a bar where there is room: the eye needs no more.
    static let longest = 24
    /// A shorter one says less than the percentage beside it.
    static let shortest = 8

    private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    /// `████▌     `: exactly so many columns. Empty only before anything is done, full only when all is.
    static func text(done: Int, of all: Int, columns: Int) -> String {
        let columns = max(0, columns)
        guard all > 0, done < all else { return String(repeating: "█", count: columns) }
        let most = columns * 8
        let share = Double(max(0, done)) / Double(all) * Double(most)
        let filled = done <= 0 ? 0 : min(max(Int(share), 1), most - 1)
        let blocks = String(repeating: "█", count: filled / 8) + eighths[filled % 8]
        return blocks + String(repeating: " ", count: max(0, columns - blocks.count))
    }

    /// The bar that stands before `figures` on a line of a terminal, with a blank after it; nothing where there is
    /// no room for one, or nothing to be done.
    static func before(_ figures: String, done: Int, of all: Int, width: Int?) -> String {
        // A line as wide as the terminal wraps on some.
        let room = (width ?? 80) - 2 - figures.count
        guard all > 0, room >= shortest else { return "" }
        return text(done: done, of: all, columns: min(room, longest)) + " "
    }
}
