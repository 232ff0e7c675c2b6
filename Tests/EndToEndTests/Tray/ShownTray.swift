import Foundation
import TestSupport

/// `audiowatch tray` of one world in a desktop session, asked and clicked as a panel does it.
final class ShownTray {
    let world: World
    let desktop: Desktop
    private static let name = "org.audiowatch.Tray"

    /// Starts it, and returns when it is on the bus; `through` is a program with arguments that executes what
    /// follows them in its own place.
    init(
        _ desktop: Desktop, _ world: World, through wrapper: [String] = [], _ arguments: String...
    ) throws {
        self.world = world
        self.desktop = desktop
        let command =
            wrapper + [try builtProgram("audiowatch"), "tray", "--config", world.configuration]
        try desktop.start(
            "audiowatch", command.dropFirst() + arguments, as: command.first,
            environment: world.environment)
        try until("the tray is there") {
            if let status = desktop.status(of: "audiowatch") {
                throw TestFailure("the tray ended with \(status): \(said)")
            }
            return (try? title()) != nil
        }
    }

    deinit {
        try? desktop.end("audiowatch")
        // It may have started a daemon, which outlives it.
        _ = try? world.audiowatch("stop")
    }

    /// What it has said so far.
    var said: String { desktop.said("audiowatch") }

    /// Runs `audiowatch tray` once more, to its end.
    func second(_ arguments: String...) throws -> ProgramResult {
        try run(
            builtProgram("audiowatch"), ["tray", "--config", world.configuration] + arguments,
            environment: world.environment)
    }

    /// Title and text of the tooltip.
    func title() throws -> String {
        let text = try property("ToolTip")
        guard let end = text.range(of: "], ", options: .backwards) else {
            throw TestFailure("a tooltip without text: \(text.suffix(200))")
        }
        return String(text[end.upperBound...])
    }

    /// A property of the item, in GVariant's text format.
    func property(_ property: String) throws -> String {
        try desktop.call(
            ShownTray.name, "/StatusNotifierItem", "org.freedesktop.DBus.Properties.Get",
            "org.kde.StatusNotifierItem", property)
    }

    /// Whether the panel has taken the item in.
    func isShown() throws -> Bool {
        guard
            let items = try? desktop.call(
                "org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher",
                "org.freedesktop.DBus.Properties.Get", "org.kde.StatusNotifierWatcher",
                "RegisteredStatusNotifierItems")
        else { return false }
        return try items.contains("\(owner())/StatusNotifierItem")
    }

    /// A click that the panel reports.
    func activate() throws {
        try desktop.call(
            ShownTray.name, "/StatusNotifierItem", "org.kde.StatusNotifierItem.Activate", "0", "0")
    }

    /// Begins to open the menu, as a panel tells it: the tray looks at the daemon at once then.
    func openMenu() throws {
        try desktop.call(
            ShownTray.name, "/MenuBar", "com.canonical.dbusmenu.AboutToShow", "0")
    }

    /// The entries that are there now: label, number, and for switches whether they are on.
    func menu() throws -> [String: (id: Int, isOn: Bool?)] {
        let layout = try desktop.call(
            ShownTray.name, "/MenuBar", "com.canonical.dbusmenu.GetLayout", "0", "-1",
            "['label', 'toggle-state']")
        var result: [String: (id: Int, isOn: Bool?)] = [:]
        for match in layout.matches(of: /\((\d+), \{([^}]*)\}/) {
            guard let label = match.2.firstMatch(of: /'label': <['"]([^>]*)['"]>/) else { continue }
            let state = match.2.firstMatch(of: /'toggle-state': <(\d)>/)
            result[String(label.1)] = (Int(match.1) ?? 0, state.map { $0.1 == "1" })
        }
        return result
    }

    /// Clicks an entry, once it is there.
    func choose(_ label: String) throws {
        var id = 0
        try until("the menu has \(label)") {
            id = try menu()[label]?.id ?? 0
            return id != 0
        }
        try desktop.call(
            ShownTray.name, "/MenuBar", "com.canonical.dbusmenu.Event", "\(id)", "clicked", "<0>",
            "0")
    }

    private func owner() throws -> Substring {
        let answer = try desktop.call(
            "org.freedesktop.DBus", "/", "org.freedesktop.DBus.GetNameOwner", ShownTray.name)
        return answer.firstMatch(of: /:[0-9.]+/)?.0 ?? ""
    }
}
