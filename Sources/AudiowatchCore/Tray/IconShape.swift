/// A place on the icon in pixels, the origin at the upper left.
struct IconPoint: Equatable {
    var x: Double
    var y: Double

    init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// A shape by its signed distance: how far a point is outside of it, negative inside.
enum IconShape {
    /// A line with round ends.
    case line(IconPoint, IconPoint, radius: Double)
    case disc(IconPoint, radius: Double)
    /// Corners in clockwise order.
    case triangle(IconPoint, IconPoint, IconPoint)

    func distance(_ point: IconPoint) -> Double {
        switch self {
        case .line(let start, let end, let radius):
            return IconShape.distance(point, start, end) - radius
        case .disc(let center, let radius):
            return IconShape.length(point.x - center.x, point.y - center.y) - radius
        case .triangle(let a, let b, let c):
            let sides = [(a, b), (b, c), (c, a)]
            let edge = sides.map { IconShape.distance(point, $0.0, $0.1) }.min() ?? 0
            let isInside = sides.allSatisfy { start, end in
                (end.x - start.x) * (point.y - start.y) - (end.y - start.y) * (point.x - start.x)
                    >= 0
            }
            return isInside ? -edge : edge
        }
    }

    /// The shape as an element of SVG, its border moved outwards by `grown`.
    func svg(_ color: String, grown: Double = 0) -> String {
        func number(_ value: Double) -> String { "\(Double(Display.held(value * 100)) / 100)" }
        switch self {
        case .line(let start, let end, let radius):
            // A line without length has no ends to be rounded, in some programs.
            guard start != end else {
                return IconShape.disc(start, radius: radius).svg(color, grown: grown)
            }
            let ends = [("x1", start.x), ("y1", start.y), ("x2", end.x), ("y2", end.y)]
            return "<line " + ends.map { "\($0)=\"\(number($1))\"" }.joined(separator: " ")
                + " stroke=\"\(color)\" stroke-linecap=\"round\""
                + " stroke-width=\"\(number((radius + grown) * 2))\"/>"
        case .disc(let center, let radius):
            return "<circle cx=\"\(number(center.x))\" cy=\"\(number(center.y))\""
                + " r=\"\(number(radius + grown))\" fill=\"\(color)\"/>"
        case .triangle(let a, let b, let c):
            let corners = [a, b, c].map { "\(number($0.x)),\(number($0.y))" }
            return "<polygon points=\"\(corners.joined(separator: " "))\" fill=\"\(color)\""
                + " stroke=\"\(color)\" stroke-linejoin=\"round\""
                + " stroke-width=\"\(number(grown * 2))\"/>"
        }
    }

    private static func length(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }

    private static func distance(_ point: IconPoint, _ start: IconPoint, _ end: IconPoint) -> Double
    {
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let square = dx * dx + dy * dy
        let along =
            square > 0 ? ((point.x - start.x) * dx + (point.y - start.y) * dy) / square : 0
        let held = min(max(along, 0), 1)
        return length(point.x - start.x - held * dx, point.y - start.y - held * dy)
    }
}
