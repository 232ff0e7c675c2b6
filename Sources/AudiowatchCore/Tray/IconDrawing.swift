/// The shapes of one icon at one size.
struct IconDrawing {
    /// Drawn light inside a dark rim.
    private var ink: [IconShape] = []
    /// Room around a mark, where the waveform is left out.
    private var clearing: [IconShape] = []
    /// Drawn on top, in the clearing.
    private var mark: [IconShape] = []
    /// Dark upon the mark.
    private var carved: [IconShape] = []
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

    func color(at point: IconPoint) -> [UInt8] {
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
    private func coverage(_ shapes: [IconShape], _ point: IconPoint, grown: Double = 0) -> Double {
        guard let nearest = shapes.map({ $0.distance(point) }).min() else { return 0 }
        return min(max(0.5 - nearest + grown, 0), 1)
    }

    /// The same shapes as SVG. Where masks are not understood, as in old versions of Qt, the mark covers the wave.
    var svg: String {
        let (light, dark) = ("#f4f6f8", "#1c1e24")
        let size = "\(Int(side))"
        let mask =
            clearing.isEmpty
            ? ""
            : "<mask id=\"m\" maskUnits=\"userSpaceOnUse\" x=\"0\" y=\"0\""
                + " width=\"\(size)\" height=\"\(size)\"><rect width=\"\(size)\" height=\"\(size)\" fill=\"#fff\"/>"
                + clearing.map { $0.svg("#000") }.joined() + "</mask>\n"
        let wave = ink.map { $0.svg(dark, grown: rim) } + ink.map { $0.svg(light) }
        let top =
            mark.map { $0.svg(dark, grown: rim) } + mark.map { $0.svg(light) }
            + carved.map { $0.svg(dark) }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size) \(size)">
            \(mask)<g\(mask.isEmpty ? "" : " mask=\"url(#m)\"")>
            \(wave.joined(separator: "\n"))
            </g>
            \(top.joined(separator: "\n"))
            </svg>

            """
    }

    private func level(_ dark: Double, _ light: Double, _ share: Double) -> UInt8 {
        UInt8(min(max(dark + (light - dark) * share, 0), 255))
    }

    private func byte(_ part: Double) -> UInt8 { UInt8(min(max(part * 255, 0), 255)) }

    private func at(_ x: Double, _ y: Double) -> IconPoint { IconPoint(x * side, y * side) }

    private mutating func bars(middle: Double, height: Double, first count: Int = 5) {
        let radius = max(side * 0.055, 0.8)
        for (index, part) in IconDrawing.wave.prefix(count).enumerated() {
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
