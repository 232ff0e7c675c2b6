extension Container {
    /// The container that a file's first bytes show, or nil when they are no audio that audiowatch reads.
    ///
    /// `head` is the beginning of the file, 64 KiB of it or all. Formats with a magic number are known by
    /// it; MPEG audio and ADTS by a chain of frame headers that lead to each other, because two bytes of
    /// sync are found in any noise. `name` counts only where an ID3v2 tag fills the whole head: then the
    /// extension decides between the formats that carry such tags, unless the caller looks behind it by
    /// ``tagLength(head:)``.
    public static func sniff(head: UnsafeRawBufferPointer, name: FileName) -> Container? {
        let tags = tagLength(head: head)
        guard tags < Int64(head.count) else { return tags > 0 ? behindTags(name) : nil }
        let body = UnsafeRawBufferPointer(rebasing: head[Int(tags)...])
        return byMagic(body, isTagged: tags > 0) ?? MPEGFrames.container(of: body)
    }

    /// Bytes of ID3v2 tags at the beginning of `head`; they may end far behind it. 0 without any.
    ///
    /// Source: ID3v2.4.0 structure, 3.1: ten bytes of header, a size of four times seven bits, and ten more
    /// when the footer flag is set.
    public static func tagLength(head: UnsafeRawBufferPointer) -> Int64 {
        var offset: Int64 = 0
        while offset <= Int64(head.count) - 10 {
            let start = Int(offset)
            guard head[start] == 0x49, head[start + 1] == 0x44, head[start + 2] == 0x33,
                head[start + 3] != 0xFF, head[start + 4] != 0xFF
            else {
                break
            }
            let size = head[(start + 6)..<(start + 10)]
            guard size.allSatisfy({ $0 < 0x80 }) else { break }
            offset += size.reduce(0) { $0 << 7 | Int64($1) } + 10
            if head[start + 5] & 0x10 != 0 { offset += 10 }
        }
        return offset
    }

    /// True for the resource forks that macOS writes as `._name` beside files on foreign drives (RFC 1740).
    public static func isAppleDouble(head: UnsafeRawBufferPointer) -> Bool {
        head.starts(with: [0x00, 0x05, 0x16, 0x07])
    }

    /// The formats found behind ID3v2 tags, by extension.
    private static func behindTags(_ name: FileName) -> Container {
        let claimed = name.extensionBytes.flatMap { byExtension[$0] } ?? []
        return [.aac, .flac, .mp2, .tta].first { claimed.contains($0) } ?? .mp3
    }

    private static func byMagic(_ head: UnsafeRawBufferPointer, isTagged: Bool) -> Container? {
        if head.starts(with: Magic.flac) { return .flac }
        if head.starts(with: Magic.tta) { return .tta }
        // libavformat looks for the others at the very beginning only.
        guard !isTagged, head.count >= 12 else { return nil }
        let kind = head[8..<12]
        if kind.elementsEqual(Magic.wave) {
            if head.starts(with: Magic.riff) || head.starts(with: Magic.rifx) { return .wav }
            if head.starts(with: Magic.rf64) { return .rf64 }
            if head.starts(with: Magic.bw64) { return .bw64 }
        }
        if head.starts(with: Magic.form) {
            if kind.elementsEqual(Magic.aiff) { return .aiff }
            if kind.elementsEqual(Magic.aifc) { return .aifc }
        }
        if head.starts(with: Magic.ogg) { return firstPacketIsOpus(head) ? .opus : .ogg }
        if head[4..<8].elementsEqual(Magic.fileType) {
            return Magic.pictures.contains(Array(kind)) ? nil : .m4a
        }
        if head.starts(with: Magic.asf) { return .wma }
        if head.starts(with: Magic.caf) { return .caf }
        if head.starts(with: Magic.wavPack) { return .wv }
        if head.starts(with: Magic.sun) { return .au }
        if head.starts(with: Magic.wave64) { return .w64 }
        return nil
    }

    /// Source: RFC 3533 §6 (page header of 27 bytes and its segment table), RFC 7845 §5.1.
    private static func firstPacketIsOpus(_ page: UnsafeRawBufferPointer) -> Bool {
        guard page.count > 26 else { return false }
        return page.dropFirst(27 + Int(page[26])).starts(with: Magic.opusHead)
    }
}

/// First bytes, from the formats' own specifications.
private enum Magic {
    static let flac = Array("fLaC".utf8)
    static let tta = Array("TTA1".utf8)
    static let riff = Array("RIFF".utf8)
    static let rifx = Array("RIFX".utf8)
    static let rf64 = Array("RF64".utf8)
    static let bw64 = Array("BW64".utf8)
    static let wave = Array("WAVE".utf8)
    static let form = Array("FORM".utf8)
    static let aiff = Array("AIFF".utf8)
    static let aifc = Array("AIFC".utf8)
    static let ogg = Array("OggS".utf8)
    static let opusHead = Array("OpusHead".utf8)
    static let fileType = Array("ftyp".utf8)
    /// Brands of still pictures in the same box format.
    static let pictures = Set(
        ["heic", "heix", "mif1", "msf1", "avif", "avis"].map { Array($0.utf8) })
    static let asf: [UInt8] = [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]
    static let caf = Array("caff".utf8) + [0, 1]
    static let wavPack = Array("wvpk".utf8)
    static let sun = Array(".snd".utf8)
    static let wave64: [UInt8] =
        Array("riff".utf8) + [0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB]
}
