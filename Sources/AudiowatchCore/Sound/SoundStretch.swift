/// A stretch of a decoded sound: frames in the shape in which somebody hears or sees them.
public struct SoundStretch: Hashable, Sendable {
    /// The file's container, as found in its bytes.
    public var container: Container
    /// The first frame, counted at ``rate``.
    public var first: Int64
    /// How many frames.
    public var count: Int
    /// Frames a second.
    public var rate: Int
    /// One channel or two.
    public var channels: Int
    /// The first of the file's channels to be heard, counted from 1; nil for all of them folded down.
    public var firstChannel: Int?
    /// Bits a sample, 16 or 24.
    public var bits: Int
    /// Frames that one pair of least and greatest sample stands for, a signed byte each; nil for the samples.
    public var framesEach: Int?

    /// All values.
    public init(
        container: Container, first: Int64, count: Int, rate: Int, channels: Int,
        firstChannel: Int? = nil, bits: Int = 16, framesEach: Int? = nil
    ) {
        self.container = container
        self.first = first
        self.count = count
        self.rate = rate
        self.channels = channels
        self.firstChannel = firstChannel
        self.bits = bits
        self.framesEach = framesEach
    }
}
