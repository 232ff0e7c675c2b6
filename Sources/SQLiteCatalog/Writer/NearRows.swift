import AudiowatchCore
import GRDB

/// Groups of near duplicates, kept in the transaction that changes their members.
enum NearRows {
    /// A name with more contents than this is regrouped when there is time: at each of 5,000 `kick 01.wav`
    /// it would be quadratic.
    static let bound = 200

    static func regroup(_ names: Set<String>, in db: Database) throws {
        for name in try shared(names, in: db) {
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: "SELECT id, duration, present FROM contents WHERE base_name = ? LIMIT ?"),
                arguments: [name, bound + 1])
            var count = 0
            var members: [NearRule.Member] = []
            while let row = try rows.next() {
                count += 1
                if let member = member(row) { members.append(member) }
            }
            if count > bound {
                try db.cachedStatement(
                    sql: "INSERT INTO common_names (base_name) VALUES (?) ON CONFLICT DO NOTHING"
                ).execute(arguments: [name])
            } else {
                try write(NearRule.groups(members), name, in: db)
            }
        }
    }

    /// Those of these names that several contents have, or whose groups are on record: a name of one's own
    /// has no near duplicates.
    private static func shared(_ names: Set<String>, in db: Database) throws -> [String] {
        var shared: [String] = []
        try Many.rows(sharedSQL, of: names, in: db) { shared.append($0[0]) }
        return shared
    }

    private static let sharedSQL = """
        \(Many.table)
        SELECT value FROM wanted
        WHERE EXISTS (SELECT 1 FROM contents WHERE base_name = value LIMIT 1 OFFSET 1)
            OR EXISTS (SELECT 1 FROM near WHERE base_name = value)
        """

    /// Names that wait for being regrouped.
    static func waiting(_ db: Database) throws -> [String] {
        try String.fetchAll(db, sql: "SELECT base_name FROM common_names")
    }

    static func regroupWhole(_ name: String, in db: Database) throws {
        let rows = try Row.fetchCursor(
            db, sql: "SELECT id, duration, present FROM contents WHERE base_name = ?",
            arguments: [name])
        var members: [NearRule.Member] = []
        while let row = try rows.next() {
            if let member = member(row) { members.append(member) }
        }
        try write(NearRule.groups(members), name, in: db)
        try db.execute(sql: "DELETE FROM common_names WHERE base_name = ?", arguments: [name])
    }

    private static func member(_ row: Row) -> NearRule.Member? {
        let duration: Double? = row[1]
        let present: Int64 = row[2]
        guard let duration, present > 0 else { return nil }
        return NearRule.Member(id: Content.ID(rawValue: row[0]), duration: duration)
    }

    private struct Membership: Equatable {
        var leader: Int64
        var isClose: Bool
    }

    /// Writes the differences between the groups and the rows.
    private static func write(
        _ groups: [NearRule.Group], _ name: String, in db: Database
    ) throws {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: "SELECT content_id, leader_id, close FROM near WHERE base_name = ?"),
            arguments: [name])
        var known: [Int64: Membership] = [:]
        while let row = try rows.next() {
            known[row[0]] = Membership(leader: row[1], isClose: row[2])
        }
        for group in groups {
            for (id, isClose) in group.members {
                let wanted = Membership(leader: group.leader.rawValue, isClose: isClose)
                guard known.removeValue(forKey: id.rawValue) != wanted else { continue }
                try db.cachedStatement(
                    sql: """
                        INSERT INTO near (content_id, leader_id, base_name, close) VALUES (?, ?, ?, ?)
                        ON CONFLICT (content_id) DO UPDATE SET leader_id = excluded.leader_id,
                            base_name = excluded.base_name, close = excluded.close
                        """
                ).execute(arguments: [id.rawValue, wanted.leader, name, isClose])
            }
        }
        for id in known.keys {
            try db.cachedStatement(sql: "DELETE FROM near WHERE content_id = ?")
                .execute(arguments: [id])
        }
    }
}
