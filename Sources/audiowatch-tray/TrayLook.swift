import AudiowatchCore
import CTray
import Glibc

/// What the desktop was last given to show, so that pixels are made and sent only when the icon changes.
struct TrayLook {
    /// Where our icons are installed, for hosts; empty where they are not: then they get pixels alone.
    private let iconFolder: String
    private var state: TrayState?
    private var icon: TrayIcon?
    private var pixels: [(side: Int, bytes: [UInt8])] = []
    private var menu: TrayMenu?

    /// Nothing was shown yet. `environment` says where icons may be installed (XDG Base Directory Specification).
    init(environment: [String: String]) {
        let home = environment["XDG_DATA_HOME"] ?? "\(environment["HOME"] ?? "")/.local/share"
        let others = environment["XDG_DATA_DIRS"] ?? "/usr/local/share:/usr/share"
        let folders = ([home] + others.split(separator: ":").map(String.init)).map { "\($0)/icons" }
        iconFolder =
            folders.first { folder in
                TrayIcon.named.compactMap(\.name).allSatisfy { name in
                    access("\(folder)/hicolor/scalable/status/\(name).svg", R_OK) == 0
                }
            } ?? ""
    }

    /// Shows a state as icon and tooltip.
    mutating func show(_ state: TrayState) {
        let new = TrayIcon(state)
        guard state != self.state else { return }
        self.state = state
        if new != icon {
            pixels = TrayIcon.sides.map { ($0, new.pixels(side: $0)) }
            icon = new
        }
        // One block, that each icon points into.
        let block = pixels.flatMap(\.bytes)
        block.withUnsafeBufferPointer { all in
            var icons: [ctray_pixels] = []
            var place = 0
            for one in pixels {
                let rest = UnsafeBufferPointer(rebasing: all[place...])
                icons.append(ctray_pixels(side: Int32(one.side), bytes: rest.baseAddress))
                place += one.bytes.count
            }
            ctray_show(
                iconFolder, iconFolder.isEmpty ? "" : new.name ?? "", icons, Int32(icons.count),
                "audiowatch: \(TrayLook.lowercased(state.title))",
                state.details.map(TerminalText.escaped).joined(separator: "\n"))
        }
    }

    /// Shows a menu.
    mutating func show(_ new: TrayMenu) {
        guard new != menu else { return }
        menu = new
        let labels = new.flat.map { strdup($0.entry.label) }
        defer { for label in labels { free(label) } }
        let entries = zip(new.flat, labels).map { one, label in
            ctray_entry(
                id: one.entry.id, parent: one.parent, kind: TrayLook.kind(one.entry.kind),
                label: label.map { UnsafePointer($0) })
        }
        ctray_menu(entries, Int32(entries.count))
    }

    private static func kind(_ kind: TrayEntry.Kind) -> ctray_kind {
        switch kind {
        case .text: CTRAY_TEXT
        case .separator: CTRAY_SEPARATOR
        case .action: CTRAY_ACTION
        case .toggle(_, isOn: true): CTRAY_ON
        case .toggle(_, isOn: false): CTRAY_OFF
        case .submenu: CTRAY_SUBMENU
        }
    }

    private static func lowercased(_ title: String) -> String {
        title.prefix(1).lowercased() + title.dropFirst()
    }
}
