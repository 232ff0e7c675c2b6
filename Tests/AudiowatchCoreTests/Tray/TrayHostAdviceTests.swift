import AudiowatchCore
import Testing

@Suite struct TrayHostAdviceTests {
    @Test func `each desktop hears what it lacks`() {
        let cases: [(desktop: String?, says: String)] = [
            ("GNOME", "gnome-shell-extension-appindicator"), ("ubuntu:GNOME", "AppIndicator"),
            ("XFCE", "Status Tray"), ("KDE", "System Tray"), ("LXQt", "Status Notifier"),
            ("X-Cinnamon", "XApp Status"), ("sway", "waybar"), ("i3", "snixembed"),
            ("Budgie:GNOME", "System Tray"), ("", "StatusNotifierItem"),
            (nil, "StatusNotifierItem"), ("Enlightenment", "StatusNotifierItem"),
        ]
        for one in cases {
            #expect(TrayHostAdvice.text(desktop: one.desktop).contains(one.says), "\(one)")
        }
    }
}
