/// The tray's icon: a waveform, with a mark for each state that is told apart by its shape alone. Pure.
///
/// Panels are dark or light and recolour nothing that is sent as pixels, so the ink is light inside a dark rim: one
/// of the two stands out everywhere.
public enum TrayIcon: Hashable, Sendable {
    /// The whole waveform.
    case idle
    /// The waveform above a line that fills from the left.
    case working(percent: Int?)
    /// The waveform, two upright bars in the corner.
    case paused
    /// The waveform, a triangle with an exclamation mark in the corner.
    case troubled
    /// No wave, only its line, struck through.
    case gone

    /// The icon of a state.
    public init(_ state: TrayState) {
        switch state {
        case .gone: self = .gone
        case .paused: self = .paused
        case .working(let progress): self = .working(percent: progress.percent)
        case .troubled: self = .troubled
        case .idle: self = .idle
        }
    }

    /// Sizes in pixels that panels ask for; they scale what lies between.
    public static let sides = [16, 22, 24, 32, 48]

    /// The icon as pixels, row by row from the top, four bytes each: alpha, red, green, blue, not multiplied.
    /// Source: freedesktop.org, StatusNotifierItem, "Icons".
    public func pixels(side: Int) -> [UInt8] {
        let side = min(max(side, 1), 256)
        let drawing = Drawing(self, side: Double(side))
        var result: [UInt8] = []
        result.reserveCapacity(side * side * 4)
        for row in 0..<side {
            for column in 0..<side {
                result += drawing.color(at: Point(Double(column) + 0.5, Double(row) + 0.5))
            }
        }
        return result
    }
}

/// A place on the icon in pixels, the origin at the upper left.
struct Point {
    var x: Double
    var y: Double

    init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// A shape by its signed distance: how far a point is outside of it, negative inside.
private enum Shape {
    /// A line with round ends.
    case line(Point, Point, radius: Double)
    case disc(Point, radius: Double)
    /// Corners in clockwise order.
    case triangle(Point, Point, Point)

    func distance(_ point: Point) -> Double {
        switch self {
        case .line(let start, let end, let radius):
            return Shape.distance(point, start, end) - radius
        case .disc(let center, let radius):
            return Shape.length(point.x - center.x, point.y - center.y) - radius
        case .triangle(let a, let b, let c):
            let sides = [(a, b), (b, c), (c, a)]
            let edge = sides.map { Shape.distance(point, $0.0, $0.1) }.min() ?? 0
            let isInside = sides.allSatisfy { start, end in
                (end.x - start.x) * (point.y - start.y) - (end.y - start.y) * (point.x - start.x)
                    >= 0
            }
            return isInside ? -edge : edge
        }
    }

    private static func length(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }

    private static func distance(_ point: Point, _ start: Point, _ end: Point) -> Double {
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let square = dx * dx + dy * dy
        let along =
            square > 0 ? ((point.x - start.x) * dx + (point.y - start.y) * dy) / square : 0
        let held = min(max(along, 0), 1)
        return length(point.x - start.x - held * dx, point.y - start.y - held * dy)
    }
}

/// The shapes of one icon at one size.
private struct Drawing {
    /// Drawn light inside a dark rim.
    private var ink: [Shape] = []
    /// Room around a mark, where the waveform is left out.
    private var clearing: [Shape] = []
    /// Drawn on top, in the clearing.
    private var mark: [Shape] = []
    /// Dark upon the mark.
    private var carved: [Shape] = []
    /// Of the rim.
    private let rim: Double
    private let side: Double

    /// Heights of the bars as parts of the tallest.
    private static let wave = [0.34, 0.74, 1, 0.56, 0.26]

    init(_ icon: TrayIcon, side: Double) {
        self.side = side
        rim = max(side / 24, 0.8)
        switch icon {
        case .idle: bars(middle: 0.5, height: 0.8)
        case .working(let percent):
            bars(middle: 0.39, height: 0.62)
            progress(percent)
        case .paused:
            bars(middle: 0.5, height: 0.8, first: 3)
            pause()
        case .troubled:
            bars(middle: 0.5, height: 0.8, first: 3)
            warning()
        case .gone:
            bars(middle: 0.5, height: 0)
            strike()
        }
    }

    func color(at point: Point) -> [UInt8] {
        let clear = coverage(clearing, point)
        let light = max(coverage(ink, point) * (1 - clear), coverage(mark, point))
        let rimmed = max(
            coverage(ink, point, grown: rim) * (1 - clear), coverage(mark, point, grown: rim))
        let dark = coverage(carved, point)
        let alpha = max(light, rimmed)
        guard alpha > 0 else { return [0, 0, 0, 0] }
        let share = light * (1 - dark) / alpha
        return [
            byte(alpha), level(0x1c, 0xf4, share), level(0x1e, 0xf6, share),
            level(0x24, 0xf8, share),
        ]
    }

    /// 0 … 1: how much of a pixel around the point is covered.
    private func coverage(_ shapes: [Shape], _ point: Point, grown: Double = 0) -> Double {
        guard let nearest = shapes.map({ $0.distance(point) }).min() else { return 0 }
        return min(max(0.5 - nearest + grown, 0), 1)
    }

    private func level(_ dark: Double, _ light: Double, _ share: Double) -> UInt8 {
        UInt8(min(max(dark + (light - dark) * share, 0), 255))
    }

    private func byte(_ part: Double) -> UInt8 { UInt8(min(max(part * 255, 0), 255)) }

    private func at(_ x: Double, _ y: Double) -> Point { Point(x * side, y * side) }

    private mutating func bars(middle: Double, height: Double, first count: Int = 5) {
        let radius = max(side * 0.055, 0.8)
        for (index, part) in Drawing.wave.prefix(count).enumerated() {
            let x = 0.12 + 0.19 * Double(index)
            let half = max(part * height / 2 - 0.055, 0)
            ink.append(.line(at(x, middle - half), at(x, middle + half), radius: radius))
        }
    }

    /// A thin line over the whole width, thick as far as the work is done.
    private mutating func progress(_ percent: Int?) {
        let (start, end) = (0.1, 0.9)
        ink.append(.line(at(start, 0.88), at(end, 0.88), radius: side * 0.015))
        guard let percent, percent > 0 else { return }
        let reached = start + (end - start) * Double(min(percent, 100)) / 100
        ink.append(.line(at(start, 0.88), at(reached, 0.88), radius: max(side * 0.07, 1.2)))
    }

    private mutating func pause() {
        clearing.append(.line(at(0.66, 0.74), at(0.86, 0.74), radius: side * 0.32))
        for x in [0.64, 0.86] {
            mark.append(.line(at(x, 0.6), at(x, 0.88), radius: max(side * 0.07, 1.1)))
        }
    }

    private mutating func warning() {
        let corners = (at(0.68, 0.4), at(0.97, 0.94), at(0.39, 0.94))
        clearing.append(.disc(at(0.68, 0.76), radius: side * 0.4))
        mark.append(.triangle(corners.0, corners.1, corners.2))
        let thin = max(side * 0.035, 0.6)
        carved.append(.line(at(0.68, 0.58), at(0.68, 0.73), radius: thin))
        carved.append(.disc(at(0.68, 0.85), radius: thin * 1.15))
    }

    private mutating func strike() {
        let (from, to) = (at(0.16, 0.86), at(0.84, 0.14))
        clearing.append(.line(from, to, radius: side * 0.11))
        mark.append(.line(from, to, radius: max(side * 0.05, 0.8)))
    }
}
