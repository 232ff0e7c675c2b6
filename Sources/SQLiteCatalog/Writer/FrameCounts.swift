import AudiowatchCore
import GRDB

/// Making estimated lengths exact, by a count of the frames when nothing else waits.
extension Edit {
    /// `seconds` is what the frames of the file add up to; nil when none were found: then the estimate stays.
    func counted(_ seconds: Double?, _ stamp: Stamp, _ evidence: Evidence) throws {
        guard case .same(let row, let content) = try rowOfWhole(stamp, evidence) else {
            // Of changed bytes the look at them asks again.
            return try done(evidence)
        }
        if let seconds, seconds.isFinite, seconds > 0 {
            let bitRate = Int64(exactly: (Double(content.size) * 8 / seconds).rounded())
            try db.cachedStatement(
                sql: """
                    UPDATE contents SET duration = ?, bit_rate = ?, estimated = 0
                    WHERE id = ? AND estimated = 1
                    """
            ).execute(arguments: [seconds, bitRate, content.id])
            if let base = content.baseName { baseNames.insert(base) }
            try tell(.changed, row, isLive: false)
        }
        try done(evidence)
    }

    /// Contents that were read here and whose length is an estimate that frames can replace get a count.
    func requestCounts() throws {
        for id in estimated {
            guard let (place, _) = try presentPlace(of: id) else { continue }
            try JobRows.ensure(.count, at: place, .digest, in: db)
        }
    }
}

extension Properties {
    /// True when counting frames would tell the length better.
    var awaitsCount: Bool {
        isEstimated && format.flatMap(Container.init(rawValue:)).map(FrameCount.applies) ?? false
    }
}
