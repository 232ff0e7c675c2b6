import Foundation
import SystemPackage
import TestSupport
import Testing

/// The tray in Xfce's panel, on a screen and a bus of its own, with a real daemon behind it.
@Suite(.onThreads, .enabled(if: Desktop.missing == nil)) struct TrayTests {
    private func world(_ desktop: Desktop, files: Int = 3) throws -> World {
        let world = try World("tray", environment: desktop.environment)
        let music = try world.source()
        for number in 0..<files {
            try Disk.write(Sounds.wav(number), to: music / "sound \(number).wav")
        }
        return world
    }

    /// Null as long as there is none: a daemon that makes its database cannot be asked yet.
    private func status(_ world: World) throws -> JSON {
        let result = try world.audiowatch("status", "--json")
        return result.status == 0 ? try JSON(result.output) : .null
    }

    @Test func `it starts the daemon, opens the page, and its menu does what it says`() throws {
        let desktop = try Desktop()
        try desktop.startPanel()
        let world = try world(desktop)
        let tray = try ShownTray(desktop, world)
        try until("the page is opened") { desktop.opened.count == 1 }
        let page = try #require(try status(world)["page"].string)
        #expect(desktop.opened == [page])
        try until("the panel shows it") { try tray.isShown() }
        try until("all is catalogued") { try tray.title().contains("everything is catalogued") }
        #expect(try tray.title().contains("'3 files'"))
        let pixels = try tray.property("IconPixmap")
        #expect(pixels.contains("(16, 16, [") && pixels.contains("(48, 48, ["))

        // Where the panel has drawn it, a real click meets it.
        try until("a click opens the page") {
            try desktop.clickIcon()
            return desktop.opened.count > 1
        }

        try tray.choose("For 15 minutes")
        try until("it is paused") { try status(world)["isPaused"].bool == true }
        let end = try #require(try status(world)["pausedUntil"].number)
        #expect(abs(end - Date().timeIntervalSince1970 - 900) < 30)
        try until("the tray says so") { try tray.title().contains("paused for another 15 min") }
        #expect(try tray.property("IconPixmap") != pixels)
        try tray.choose("Resume")
        try until("it works again") { try status(world)["isPaused"].bool == false }
        try tray.choose("Until resumed")
        try until("it is paused") { try status(world)["isPaused"].bool == true }
        #expect(try status(world)["pausedUntil"].number == nil)
        try tray.choose("Resume")
        try until("it works again") { try status(world)["isPaused"].bool == false }

        try tray.choose("Scan again")
        try until("everything is scanned") {
            try status(world)["sources"].array.first?["rescans"]["asked"].integer == 1
        }

        try tray.choose("Quit")
        try tray.choose("Stop watching too")
        try until("the tray ends") { desktop.status(of: "audiowatch") == 0 }
        try until("the daemon ends") { try world.audiowatch("status").status == 3 }
    }

    @Test
    func `its switches are kept: notifications in the configuration, the start in the session`()
        throws
    {
        let desktop = try Desktop()
        let world = try world(desktop)
        let before = world.configurationText()
        let tray = try ShownTray(desktop, world, "--autostart")
        let entry = world.folder.appending("xdg/config/autostart/audiowatch-tray.desktop").string
        func isOn(_ label: String) throws -> Bool? { try tray.menu()[label]?.isOn }

        try until("the menu is there") { try isOn("Notifications") == true }
        #expect(try isOn("Start with the session") == false)
        try tray.choose("Notifications")
        try until("they are off") { try isOn("Notifications") == false }
        func configuration() throws -> String {
            try String(contentsOfFile: world.configuration, encoding: .utf8)
        }
        #expect(try configuration().contains("[tray]\nnotifications = false"))
        #expect(try configuration().hasPrefix(before.prefix(40)), "the rest stays")
        try tray.choose("Notifications")
        try until("they are on") { try isOn("Notifications") == true }
        #expect(try configuration().contains("notifications = true"))

        try tray.choose("Start with the session")
        try until("it is on") { try isOn("Start with the session") == true }
        let text = try String(contentsOfFile: entry, encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("Exec=") })
        let program = try builtProgram("audiowatch")
        let words = line.dropFirst(5).split(separator: "\" \"").map { $0.filter { $0 != "\"" } }
        #expect(URL(fileURLWithPath: words[0]).lastPathComponent == "audiowatch")
        #expect(FileManager.default.isExecutableFile(atPath: words[0]), "\(program)")
        #expect(text.contains("\nTryExec=\(words[0])\n"))
        #expect(words.dropFirst() == ["tray", "--autostart", "--config", world.configuration])
        try tray.choose("Start with the session")
        try until("it is off") { !FileManager.default.fileExists(atPath: entry) }
        #expect(desktop.opened.isEmpty, "the start of a session opens nothing")
    }

    @Test func `icons that are installed are named, and a theme may have its own`() throws {
        let desktop = try Desktop()
        try desktop.startPanel()
        let world = try world(desktop)
        let folder = world.folder.appending("xdg/data/icons").string
        for name in ["idle", "paused", "problems", "gone"].map({ "audiowatch-tray-\($0)" }) {
            let icon = try run(builtProgram("audiowatch-tray"), ["--icon", name])
            #expect(icon.text.hasPrefix("<svg ") && icon.text.hasSuffix("</svg>\n"))
            try world.folder.file(
                "xdg/data/icons/hicolor/scalable/status/\(name).svg", icon.output)
        }
        let tray = try ShownTray(desktop, world, "--autostart")
        try until("all is catalogued") { try tray.title().contains("'3 files'") }
        #expect(try tray.property("IconName").contains("'audiowatch-tray-idle'"))
        #expect(try tray.property("IconThemePath").contains("'\(folder)'"))
        try until("the panel shows it") { try tray.isShown() }
        try until("a click opens the page") {
            try desktop.clickIcon()
            return !desktop.opened.isEmpty
        }
        try tray.choose("Until resumed")
        try until("it is paused") {
            try tray.property("IconName").contains("'audiowatch-tray-paused'")
        }
        #expect(try run(builtProgram("audiowatch-tray"), ["--icon", "none"]).status == 2)
    }

    @Test func `without a tray it says what is missing, and shows itself whenever one comes`()
        throws
    {
        let desktop = try Desktop()
        let world = try world(desktop)
        let tray = try ShownTray(desktop, world, "--autostart")
        try until("it says what is missing") { tray.said.contains("Status Tray") }
        for round in 1...2 {
            try desktop.startPanel()
            try until("panel \(round) shows it") { try tray.isShown() }
            try desktop.end("xfce4-panel")
            try until("nobody shows it") { try !tray.isShown() }
        }
        #expect(desktop.status(of: "audiowatch") == nil)
        #expect(desktop.opened.isEmpty)
    }

    @Test func `a second tray has the first open the page, and ends`() throws {
        let desktop = try Desktop()
        let world = try world(desktop)
        let tray = try ShownTray(desktop, world)
        try until("the page is opened") { desktop.opened.count == 1 }
        #expect(try tray.second("--autostart").status == 0)
        let second = try tray.second()
        #expect(second.status == 0 && second.errorText.contains("runs already"))
        try until("the first opens the page") { desktop.opened.count == 2 }
        #expect(Set(desktop.opened).count == 1)
    }

    @Test func `SIGTERM ends it, and leaves the daemon to itself`() throws {
        let desktop = try Desktop()
        let world = try world(desktop)
        let tray = try ShownTray(desktop, world, "--autostart")
        try until("the daemon runs") { try status(world)["running"].bool == true }
        try desktop.terminate("audiowatch")
        try until("the tray ends") { desktop.status(of: "audiowatch") != nil }
        #expect(try status(world)["running"].bool == true, "\(tray.said)")
    }

    @Test func `a daemon that is gone is told, and started again`() throws {
        let desktop = try Desktop()
        let world = try world(desktop)
        let daemon = try RunningDaemon(world)
        let tray = try ShownTray(desktop, world, "--autostart")
        try until("all is catalogued") { try tray.title().contains("'3 files'") }
        let pixels = try tray.property("IconPixmap")
        try daemon.killAtOnce()
        try until("the tray says so") { try tray.title().contains("not running") }
        #expect(try tray.property("IconPixmap") != pixels)
        #expect(try tray.menu()["Pause"] == nil)
        try tray.choose("Start audiowatch")
        try until("it is back") { try tray.title().contains("everything is catalogued") }
        try tray.choose("The tray only")
        try until("the tray ends") { desktop.status(of: "audiowatch") == 0 }
        #expect(try status(world)["running"].bool == true, "and the daemon does not")
    }

    @Test func `problems are shown in icon, words and menu`() throws {
        let desktop = try Desktop()
        let world = try world(desktop)
        let tray = try ShownTray(desktop, world, "--autostart")
        try until("all is catalogued") { try tray.title().contains("'3 files'") }
        let pixels = try tray.property("IconPixmap")
        try Disk.write(
            [UInt8](repeating: 0x41, count: 4_000), to: world.source() / "no_audio.wav")
        try until("the problem is told") { try tray.title().contains("1 problem") }
        #expect(try tray.property("IconPixmap") != pixels)
        try until("the menu lists it") {
            // An underscore would mark a key; it is doubled on its way.
            try tray.menu().keys.contains { $0.hasPrefix("no__audio.wav: ") }
        }
        try tray.choose("Show all")
        try until("the page shows them") { desktop.opened.last?.hasSuffix("#/problems") == true }
        try until("what was seen is no news") { try tray.title().contains("'4 files, 1 problem'") }
        #expect(try tray.title().contains("everything is catalogued"))
        #expect(try tray.property("IconPixmap") == pixels)
    }

    @Test func `notifications are shown, of low urgency, until they are turned off`() throws {
        let desktop = try Desktop()
        try desktop.startNotifications()
        let world = try world(desktop, files: 0)
        let (music, aside) = (try world.source(), DiskPath(world.folder.appending("aside")))
        let tray = try ShownTray(desktop, world, "--autostart")
        try until("the daemon is seen") { try tray.title().contains("everything is catalogued") }

        // The queue is seen before it is worked off.
        try world.succeed("pause")
        for number in 0..<30 {
            try Disk.write(Sounds.wav(number), to: music / "sound \(number).wav")
        }
        func waitForJobs(_ count: Int) throws {
            try until("\(count) wait") {
                try status(world)["jobs"]["waiting"].integer == count
            }
            try tray.openMenu()
            try until("the tray has seen it") { try tray.title().contains("paused") }
        }
        try waitForJobs(30)
        try world.succeed("resume")
        try until("a click on what is told opens the page") {
            try desktop.clickNotification()
            return !desktop.opened.isEmpty
        }
        try until("the first scan is told") {
            try desktop.closeNotifications()
            return try desktop.notifications().contains { $0.title == "30 files are catalogued" }
        }

        try world.succeed("pause")
        try Disk.write(Sounds.wav(99), to: music / "late.wav")
        try waitForJobs(1)
        try Disk.move(music, to: aside)
        try until("the source's going is told") {
            try desktop.closeNotifications()
            return try desktop.notifications().contains {
                $0.title == "music went away in the middle of work"
            }
        }
        try tray.choose("Notifications")
        try until("they are off") { try tray.menu()["Notifications"]?.isOn == false }
        try Disk.move(aside, to: music)
        try world.succeed("resume")
        try until("all is catalogued") { try tray.title().contains("'31 files'") }
        try desktop.closeNotifications()
        let shown = try desktop.notifications()
        #expect(shown.count == 2 && shown.allSatisfy { $0.urgency == "low" }, "\(shown)")
    }

    @Test func `without a session bus it says so and ends`() throws {
        let world = try World("tray", environment: ["DBUS_SESSION_BUS_ADDRESS": "", "DISPLAY": ""])
        let result = try world.audiowatch("tray")
        #expect(result.status == 7, "\(result.errorText)")
        #expect(result.errorText.contains("no session bus"))
        #expect(try world.audiowatch("status").status == 3, "and starts no daemon for nothing")
    }
}
