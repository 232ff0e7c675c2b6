/// A program that plays through a sound card, so that perhaps nobody else can.
///
/// Source: the kernel's sound/core/pcm.c and init.c, which write `/proc/asound`: `cards` (number, name), `pcm` (what
/// plays on which card, and through how many streams at a time) and a `status` for each stream.
public struct SoundCardHolder: Hashable, Sendable, Codable {
    /// What its holding means for others.
    public enum Kind: String, Sendable, Codable {
        /// It plays what others give to it: whoever asks it is heard.
        case shared
        /// A JACK server: only its own clients are heard.
        case jack
        /// Any other program: nobody else is heard through this card.
        case alone
    }

    /// The card's name, as the desktop shows it.
    public var card: String
    /// What of the card plays, such as `ALC892 Analog`.
    public var device: String
    /// The process, where the kernel names one.
    public var pid: Int?
    /// Its name, of which the kernel keeps 15 bytes.
    public var program: String?
    /// What its holding means for others.
    public var kind: Kind

    /// All values.
    public init(card: String, device: String, pid: Int?, program: String?, kind: Kind) {
        self.card = card
        self.device = device
        self.pid = pid
        self.program = program
        self.kind = kind
    }

    /// Whoever holds a device of which no stream is left.
    ///
    /// `read` gives the text of a file below `/proc` (`asound/pcm`, `4711/comm`), nil where there is none. A machine
    /// without ALSA has nobody.
    public static func all(reading read: (_ path: String) -> String?) -> [SoundCardHolder] {
        guard let table = read("asound/pcm") else { return [] }
        let cards = names(ofCards: read("asound/cards") ?? "")
        return table.split(separator: "\n").compactMap(Device.init).flatMap { device in
            let streams = (0..<min(device.streams, mostStreams)).map {
                Stream(read("asound/card\(device.card)/pcm\(device.number)p/sub\($0)/status"))
            }
            // Where a stream is free the card mixes by itself.
            guard !streams.isEmpty, streams.allSatisfy(\.isHeld) else { return [SoundCardHolder]() }
            let owners = Set(streams.map { $0.owner.map { process(of: $0, read) } })
            return owners.sorted { ($0 ?? 0) < ($1 ?? 0) }.map { owner in
                let program = owner.flatMap { read("\($0)/comm") }.map(line)
                return SoundCardHolder(
                    card: cards[device.card] ?? "card \(device.card)", device: device.name,
                    pid: owner, program: program, kind: kind(of: program))
            }
        }
    }

    /// Cards that mix have 8 to 64 streams; the drivers' own limit is 128.
    private static let mostStreams = 128

    /// The kernel names the thread that opened the card: programs do so in one that plays.
    private static func process(of thread: Int, _ read: (String) -> String?) -> Int {
        let status = read("\(thread)/status") ?? ""
        let mark = "Tgid:"
        return status.split(separator: "\n").first { $0.hasPrefix(mark) }
            .flatMap { Int(line($0.dropFirst(mark.count))) } ?? thread
    }

    /// Sound servers play for everybody; browsers mix all their pages, this one among them.
    private static func kind(of program: String?) -> Kind {
        guard let program = program?.lowercased() else { return .alone }
        if ["jackd", "jackdbus"].contains(program) { return .jack }
        let sharing = [
            "pipewire", "wireplumber", "pulseaudio", "chrom", "firefox", "brave", "vivaldi",
            "opera", "msedge",
        ]
        return sharing.contains { program.hasPrefix($0) } ? .shared : .alone
    }

    /// ` 0 [PCH            ]: HDA-Intel - HDA Intel PCH`, and a line for people below it.
    private static func names(ofCards table: String) -> [Int: String] {
        var names: [Int: String] = [:]
        for row in table.split(separator: "\n") {
            guard let open = row.firstIndex(of: "["), let number = Int(line(row[..<open])),
                let name = row.firstRange(of: " - ")
            else { continue }
            names[number] = line(row[name.upperBound...])
        }
        return names
    }

    private static func line(_ text: some StringProtocol) -> String {
        String(
            text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// `00-03: HDMI 0 : HDMI 0 : playback 1 : capture 1`.
    private struct Device {
        var card: Int
        var number: Int
        var name: String
        var streams: Int

        init?(_ row: Substring) {
            let fields = row.split(separator: ":").map { SoundCardHolder.line($0) }
            guard fields.count >= 3,
                let streams = fields.last(where: { $0.hasPrefix("playback ") })
                    .flatMap({ Int(SoundCardHolder.line($0.dropFirst("playback ".count))) })
            else { return nil }
            let numbers = fields[0].split(separator: "-").compactMap { Int($0) }
            guard numbers.count == 2 else { return nil }
            (card, number, self.streams) = (numbers[0], numbers[1], max(streams, 0))
            name = fields[2].hasPrefix("playback ") ? fields[1] : fields[2]
        }
    }

    /// `closed`, or `state: RUNNING` and `owner_pid   : 4711`.
    private struct Stream {
        var isHeld: Bool
        var owner: Int?

        init(_ status: String?) {
            let rows = (status ?? "").split(separator: "\n").map { SoundCardHolder.line($0) }
            isHeld = rows.contains { $0.hasPrefix("state:") && !$0.hasSuffix("DISCONNECTED") }
            owner = rows.first { $0.hasPrefix("owner_pid") }?.split(separator: ":").last
                .flatMap { Int(SoundCardHolder.line($0)) }.flatMap { $0 > 0 ? $0 : nil }
        }
    }
}

/// Who plays through this machine's sound cards.
public struct SoundCardReport: Hashable, Sendable, Codable {
    /// By card and device.
    public var holders: [SoundCardHolder]

    /// All values.
    public init(holders: [SoundCardHolder]) {
        self.holders = holders
    }
}
