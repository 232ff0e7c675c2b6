/// What a desktop lacks when nobody shows tray icons. Pure.
public enum TrayHostAdvice {
    /// One sentence for the desktop that `XDG_CURRENT_DESKTOP` names; nil and unknown ones get the general way out.
    public static func text(desktop: String?) -> String {
        let names = (desktop ?? "").lowercased().split(separator: ":").map(String.init)
        for (name, advice) in table where names.contains(where: { $0.contains(name) }) {
            return "this desktop shows no tray icons: \(advice)"
        }
        return "no program shows tray icons (StatusNotifierItem): a panel with a tray does,"
            + " or snixembed beside a panel with an old one"
    }

    /// In this order: what is made on GNOME's base names itself first, as in `Budgie:GNOME`.
    private static let table = [
        ("budgie", "add the applet \"System Tray\" to the panel"),
        (
            "gnome",
            "turn on GNOME's extension \"AppIndicator and KStatusNotifierItem Support\""
                + " (Debian: gnome-shell-extension-appindicator; then log in again)"
        ),
        ("xfce", "add the plugin \"Status Tray\" to the panel (xfce4-panel 4.16 or later)"),
        ("kde", "add the widget \"System Tray\" to the panel"),
        ("lxqt", "add the plugin \"Status Notifier\" to the panel"),
        ("mate", "add the applet \"Notification Area\" to the panel (mate-panel 1.26 or later)"),
        ("cinnamon", "add the applet \"XApp Status\" to the panel"),
        ("sway", "use swaybar's tray, or waybar with its module \"tray\""),
        ("hyprland", "use waybar with its module \"tray\""),
        ("i3", "start snixembed: i3bar shows the old kind of icons alone"),
    ]
}
