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

    /// The icons that have a name.
    public static let named: [TrayIcon] = [.idle, .paused, .troubled, .gone]

    /// Its name in icon themes; nil for one that has as many looks as there are percents.
    public var name: String? {
        switch self {
        case .idle: "audiowatch-tray-idle"
        case .working: nil
        case .paused: "audiowatch-tray-paused"
        case .troubled: "audiowatch-tray-problems"
        case .gone: "audiowatch-tray-gone"
        }
    }

    /// Sizes in pixels that panels ask for; they scale what lies between.
    public static let sides = [16, 22, 24, 32, 48]

    /// The icon as pixels, row by row from the top, four bytes each: alpha, red, green, blue, not multiplied.
    /// Source: freedesktop.org, StatusNotifierItem, "Icons".
    public func pixels(side: Int) -> [UInt8] {
        let side = min(max(side, 1), 256)
        let drawing = IconDrawing(self, side: Double(side))
        var result: [UInt8] = []
        result.reserveCapacity(side * side * 4)
        for row in 0..<side {
            for column in 0..<side {
                result += drawing.color(at: IconPoint(Double(column) + 0.5, Double(row) + 0.5))
            }
        }
        return result
    }

    /// The icon as an SVG file, for icon themes.
    public var svg: String { IconDrawing(self, side: 64).svg }
}
