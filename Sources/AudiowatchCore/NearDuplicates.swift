/// Which contents of one base name are near duplicates: different bytes, nearly the same length.
///
/// A group starts at its shortest member and takes those at most half a second longer than *that one*: no
/// chain of small steps makes two far ends alike.
public enum NearRule {
    /// Longest difference to the shortest member, in seconds: a bounce with another tail.
    public static let span = 0.5
    /// Up to this difference, in seconds, the two are close: padding of an encoder.
    public static let closeSpan = 0.020
    /// Up to this share of the shortest member's length they are close too.
    public static let closeShare = 0.01
    /// Lengths are sums of binary fractions; a millionth of a second is no difference.
    private static let rounding = 1e-6

    /// A content to be grouped.
    public struct Member: Hashable, Sendable {
        /// The content.
        public var id: Content.ID
        /// Its length in seconds.
        public var duration: Double

        /// Takes both.
        public init(id: Content.ID, duration: Double) {
            self.id = id
            self.duration = duration
        }
    }

    /// Two or more contents that are alike.
    public struct Group: Hashable, Sendable {
        /// The shortest, and of equally short ones the oldest.
        public var leader: Content.ID
        /// All of them by length, the leader first, each with whether it is close to the leader.
        public var members: [(id: Content.ID, isClose: Bool)]

        /// Equal when they have the same members.
        public static func == (left: Group, right: Group) -> Bool {
            left.leader == right.leader
                && left.members.elementsEqual(right.members) {
                    $0.id == $1.id && $0.isClose == $1.isClose
                }
        }

        /// By leader: a content leads one group.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(leader)
        }
    }

    /// The groups of one base name's contents, shortest first; whoever is alone is in none. n log n.
    public static func groups(_ members: [Member]) -> [Group] {
        let sorted = members.sorted {
            ($0.duration, $0.id.rawValue) < ($1.duration, $1.id.rawValue)
        }
        var groups: [Group] = []
        var start = sorted.startIndex
        while start < sorted.endIndex {
            let leader = sorted[start]
            let end =
                sorted[start...].firstIndex { $0.duration - leader.duration > span + rounding }
                ?? sorted.endIndex
            if end - start > 1 {
                let members = sorted[start..<end].map { member in
                    (id: member.id, isClose: isClose(member.duration, to: leader.duration))
                }
                groups.append(Group(leader: leader.id, members: members))
            }
            start = end
        }
        return groups
    }

    private static func isClose(_ duration: Double, to shortest: Double) -> Bool {
        duration - shortest <= max(closeSpan, shortest * closeShare) + rounding
    }
}
