import AudiowatchCore
import Testing

@Suite struct TrayIconTests {
    private static let icons: [TrayIcon] = [
        .idle, .working(percent: nil), .working(percent: 50), .paused, .troubled, .gone,
    ]

    /// What is seen without colour: a pixel is part of the drawing, or not.
    private func shape(_ icon: TrayIcon, _ side: Int) -> [Bool] {
        let pixels = icon.pixels(side: side)
        return stride(from: 0, to: pixels.count, by: 4).map { pixels[$0] > 127 }
    }

    @Test(arguments: TrayIcon.sides) func `the states differ by shape alone, at each size`(
        side: Int
    ) {
        let shapes = Self.icons.map { shape($0, side) }
        for (index, one) in shapes.enumerated() {
            #expect(one.count == side * side)
            for other in (index + 1)..<shapes.count {
                let differing = zip(one, shapes[other]).count { $0 != $1 }
                let names = "\(Self.icons[index]) and \(Self.icons[other]) at \(side)"
                // How far the line is filled is the smallest difference.
                #expect(Double(differing) > Double(side * side) * 0.02, "\(names): \(differing)")
            }
        }
    }

    @Test func `it stands out from dark and from light`() {
        for icon in Self.icons {
            let pixels = icon.pixels(side: 24)
            let solid = stride(from: 0, to: pixels.count, by: 4).filter { pixels[$0] > 200 }
            #expect(solid.count { pixels[$0 + 1] > 200 } > 20, "light in \(icon)")
            #expect(solid.count { pixels[$0 + 1] < 90 } > 20, "dark in \(icon)")
        }
    }

    @Test func `every icon but that of work has a name and a picture of its own`() {
        #expect(Self.icons.filter { $0.name != nil } == TrayIcon.named)
        #expect(Set(TrayIcon.named.map(\.name)).count == TrayIcon.named.count)
        #expect(Set(TrayIcon.named.map(\.svg)).count == TrayIcon.named.count)
    }

    @Test func `more work done shows as more`() {
        let areas = [0, 25, 50, 75, 99].map { percent in
            shape(.working(percent: percent), 48).count { $0 }
        }
        #expect(areas == areas.sorted() && Set(areas).count == areas.count, "\(areas)")
    }

    @Test func `any size is drawn`() {
        #expect(TrayIcon.idle.pixels(side: 1).count == 4)
        #expect(TrayIcon.idle.pixels(side: -5).count == 4)
        #expect(TrayIcon.gone.pixels(side: .max).count == 256 * 256 * 4)
    }
}
