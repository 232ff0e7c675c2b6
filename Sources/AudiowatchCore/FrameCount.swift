/// Counts the frames of MPEG audio or ADTS over a whole file, handed over piece by piece: the exact length where
/// no header says it.
///
/// Junk between frames is passed over; a frame counts where another of its kind follows, or the end.
public struct FrameCount: Sendable {
    private var rest: [UInt8] = []
    /// Bytes of a tag that are still to come.
    private var skip: Int64 = 0
    private var isAtStart = true
    /// The last bytes read were a whole frame's.
    private var isInStep = false
    private var kind: UInt32?
    private var samples: Int64 = 0
    private var rate = 0

    /// Nothing read yet.
    public init() {}

    /// The containers whose length may have to be counted.
    public static func applies(to container: Container) -> Bool {
        container == .mp3 || container == .mp2 || container == .aac
    }

    /// Takes the next bytes of the file.
    public mutating func add(_ piece: UnsafeRawBufferPointer) {
        var bytes = rest
        bytes.append(contentsOf: piece)
        bytes.withUnsafeBytes { bytes in
            let used = walk(bytes, isLast: false)
            rest = Array(bytes[used...])
        }
    }

    /// Seconds of all frames, after the last piece; nil when there was no frame.
    public mutating func seconds() -> Double? {
        let bytes = rest
        rest = []
        _ = bytes.withUnsafeBytes { walk($0, isLast: true) }
        guard rate > 0, samples > 0 else { return nil }
        return Double(samples) / Double(rate)
    }

    /// Longest header that is looked at: an ID3v2 tag's.
    private static let glance = 10

    /// Walks as far as `bytes` decide and says how far that was.
    private mutating func walk(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> Int {
        var offset = 0
        while offset < bytes.count {
            if skip > 0 {
                let now = Int(min(skip, Int64(bytes.count - offset)))
                skip -= Int64(now)
                offset += now
                continue
            }
            let left = bytes.count - offset
            guard left >= FrameCount.glance || isLast else { return offset }
            if isAtStart, let tag = tag(bytes, at: offset) {
                skip = tag
                continue
            }
            guard let frame = MPEGFrames.frame(at: offset, in: bytes),
                kind.map({ $0 == frame.kind }) ?? true
            else {
                isInStep = false
                offset += 1
                continue
            }
            guard left >= frame.length + FrameCount.glance || isLast else { return offset }
            guard isInStep || isFollowed(frame, at: offset, in: bytes) else {
                offset += 1
                continue
            }
            take(frame, UnsafeRawBufferPointer(rebasing: bytes[offset...].prefix(frame.length)))
            offset += frame.length
        }
        return bytes.count
    }

    /// Length of the ID3v2 tag at `offset`, or nil. Several may stand before the sound.
    private func tag(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int64? {
        let head = UnsafeRawBufferPointer(
            rebasing: bytes[offset...].prefix(FrameCount.glance))
        let length = Container.tagLength(head: head)
        return length > 0 ? length : nil
    }

    private func isFollowed(
        _ frame: MPEGFrames.Frame, at offset: Int, in bytes: UnsafeRawBufferPointer
    ) -> Bool {
        let next = offset + frame.length
        if next >= bytes.count { return next == bytes.count }
        return MPEGFrames.frame(at: next, in: bytes)?.kind == frame.kind
    }

    private mutating func take(_ frame: MPEGFrames.Frame, _ bytes: UnsafeRawBufferPointer) {
        isAtStart = false
        isInStep = true
        // A first frame that only describes the others is no sound; libavformat leaves it out too.
        let describes = kind == nil && frame.container != .aac && FrameCount.isXing(bytes)
        kind = frame.kind
        rate = frame.rate
        // The last frame may be cut: its part is not decoded.
        if !describes, bytes.count == frame.length { samples += Int64(frame.samples) }
    }

    /// Where layer III has its Xing word: behind the header and 9, 17 or 32 bytes of side information.
    private static func isXing(_ frame: UnsafeRawBufferPointer) -> Bool {
        [13, 21, 36].contains { offset in
            let word = frame.dropFirst(offset).prefix(4)
            return word.elementsEqual("Xing".utf8) || word.elementsEqual("Info".utf8)
        }
    }
}
