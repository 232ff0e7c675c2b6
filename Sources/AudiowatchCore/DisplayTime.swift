/// How lengths and moments are shown.
extension Display {
    /// Length of a sound: `1:30`, `1:02:05`, with tenths below ten seconds (`0:00.4`): one-shots differ in them.
    public static func duration(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0 else { return "–" }
        if seconds < 9.95 {
            let tenths = held(seconds * 10)
            // A sound that is there is never shown as nothing.
            let shown = seconds > 0 ? max(tenths, 1) : tenths
            return "0:0\(shown / 10).\(shown % 10)"
        }
        let all = held(seconds)
        let (minutes, rest) = (all / 60 % 60, all % 60)
        guard all >= 3600 else { return "\(minutes):\(padded(rest))" }
        return "\(count(Int(all / 3600))):\(padded(minutes)):\(padded(rest))"
    }

    /// A sum of lengths: `25 s`, `12 min`, `3.4 h`, `1,204 h`.
    public static func total(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0 else { return "–" }
        if seconds < 59.5 { return "\(held(seconds)) s" }
        if seconds < 3570 { return "\(held(seconds / 60)) min" }
        let hours = seconds / 3600
        // Only below ten hours does a decimal say something.
        guard hours < 9.95 else { return "\(whole(hours)) h" }
        let tenths = held(hours * 10)
        return tenths % 10 == 0 ? "\(tenths / 10) h" : "\(tenths / 10).\(tenths % 10) h"
    }

    /// Time that something will still take: `12 s`, `4 min`, `1 h 5 min`, `3 d`.
    public static func remaining(seconds: Double) -> String {
        guard seconds.isFinite else { return "unknown" }
        let all = held(max(seconds, 0).rounded(.up))
        if all < 60 { return "\(all) s" }
        let minutes = (all + 30) / 60
        if minutes < 60 { return "\(minutes) min" }
        let (hours, rest) = (minutes / 60, minutes % 60)
        if hours < 48 { return rest == 0 ? "\(hours) h" : "\(hours) h \(rest) min" }
        return "\(count(Int((hours + 12) / 24))) d"
    }

    /// How long ago: `now`, `3 s ago`, `5 min ago`, `2 h ago`, `4 d ago`. A moment ahead is `now`: clocks differ.
    public static func age(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 1 else { return "now" }
        let all = held(seconds.rounded(.down))
        if all < 60 { return "\(all) s ago" }
        if all < 3600 { return "\(all / 60) min ago" }
        if all < 48 * 3600 { return "\(all / 3600) h ago" }
        return "\(count(Int(all / 86_400))) d ago"
    }

    /// A pause of the watcher's, exact enough to follow it: `0.3 s`, `12 s`, `1 min`.
    public static func pause(_ time: Duration) -> String {
        let seconds = ControlTime.seconds(time)
        return seconds < 9.95 ? "\(tenths(max(seconds, 0))) s" : remaining(seconds: seconds)
    }

    private static func padded(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
