import AudiowatchCore
import GRDB

/// Contents that are equal at both ends and in size, and are not all read whole yet: they may be copies.
///
/// Few but while a large library is read for the first time, so they are put in order when they are asked for.
enum UnverifiedGroups {
    /// The first content of each sample after a cursor, with its bytes, the largest first.
    static let order = """
        SELECT min(c.id) AS id, o.size AS amount, o.fingerprint
        FROM open_samples AS o CROSS JOIN contents AS c
            ON c.fingerprint = o.fingerprint AND c.size = o.size AND c.present > 0
        GROUP BY o.fingerprint, o.size
        HAVING amount <= ?1 AND (amount < ?1 OR min(c.id) < ?2)
        ORDER BY amount DESC, min(c.id) DESC
        """

    /// Contents of one sample that are shown.
    static let most = 100

    static let contents = """
        \(SearchedContentRow.select) WHERE fingerprint = ? AND size = ? AND present > 0
        ORDER BY id LIMIT ?
        """
}

extension Duplicates {
    /// Hands over each group that may be one, until `take` says false.
    func runUnverified(
        after cursor: DuplicateCursor?, _ take: (DuplicateGroup) throws -> Bool
    ) throws {
        let samples = try Row.fetchCursor(
            db, sql: UnverifiedGroups.order,
            arguments: [cursor?.amount ?? .max, cursor?.content ?? .max])
        while let row = try samples.next() {
            let place = DuplicateCursor(
                amount: try row.integer("amount"), content: try row.integer("id"))
            let contents = try SearchedContentRow.fetchAll(
                db.cachedStatement(sql: UnverifiedGroups.contents),
                arguments: [
                    try row.integer("fingerprint"), place.amount, UnverifiedGroups.most,
                ])
            guard let group = try unverified(contents, at: place) else { continue }
            guard try take(group) else { return }
        }
    }

    private func unverified(
        _ contents: [SearchedContentRow], at place: DuplicateCursor
    ) throws -> DuplicateGroup? {
        var gathered = GroupMembers()
        for content in contents { try gathered.add(content, db, sources, folders) }
        guard let first = contents.first, gathered.members.count > 1 else { return nil }
        return DuplicateGroup(
            content: Content.ID(rawValue: place.content), size: place.amount,
            properties: first.properties, wasted: gathered.waste(size: place.amount),
            members: gathered.members, state: .unverified, unverified: contents.count - 1,
            verdict: nil, place: place)
    }
}
