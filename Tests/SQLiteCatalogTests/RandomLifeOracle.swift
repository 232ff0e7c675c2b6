import AudiowatchCore
import GRDB

@testable import SQLiteCatalog

extension RandomLife {
    /// Every way in which the catalogue is not the disk.
    func differences() throws -> [String] {
        var found: [String] = []
        let jobs = try shelf.jobCount() ?? 0
        if jobs != 0 { found.append("\(jobs) jobs left") }
        var rows: [Place: (stamp: Stamp, content: Int64)] = [:]
        for directory in directories {
            for (name, file) in try shelf.catalog.folder(directory).files {
                let content = try shelf.number(
                    "SELECT content_id FROM files WHERE id = \(file.id.rawValue)")
                rows[Place(directory, name)] = (file.stamp, content ?? 0)
            }
        }
        let present = try shelf.number("SELECT count(*) FROM files WHERE deleted_at IS NULL")
        if present != Int64(rows.count) { found.append("rows outside the tree: \(present ?? 0)") }
        var contents: [Int64: DiskModel.Bytes] = [:]
        for place in Set(rows.keys).union(disk.names.keys) {
            guard let stamp = disk.stamp(place), let bytes = disk.bytes(place) else {
                found.append("\(place.directory.rawValue)/\(place.name) is not on the disk")
                continue
            }
            guard let row = rows[place] else {
                found.append("\(place.directory.rawValue)/\(place.name) is not in the catalogue")
                continue
            }
            if row.stamp != stamp { found.append("\(place.name): \(row.stamp) for \(stamp)") }
            if let other = contents[row.content], other != bytes {
                found.append("content \(row.content) is \(other) and \(bytes)")
            }
            contents[row.content] = bytes
            let recorded = try shelf.number(
                "SELECT fingerprint FROM contents WHERE id = \(row.content)")
            if recorded != Int64(bytes.fingerprint) { found.append("\(place.name): fingerprint") }
        }
        if Set(contents.values).count != contents.count {
            found.append("equal bytes in two contents: \(contents)")
        }
        found += try unsound()
        return found
    }

    /// What no content may be.
    private func unsound() throws -> [String] {
        var found: [String] = []
        for (claim, sql) in [
            (
                "primaries that are not present",
                """
                SELECT count(*) FROM contents AS c LEFT JOIN files AS f ON f.id = c.primary_file_id
                WHERE f.content_id IS NOT c.id OR (c.present > 0 AND f.deleted_at IS NOT NULL)
                """
            ),
            (
                "contents without files",
                "SELECT count(*) FROM contents WHERE id NOT IN (SELECT content_id FROM files)"
            ),
            (
                "paths that are in the views more or less than once",
                """
                SELECT count(*) - (SELECT count(*) FROM files WHERE deleted_at IS NULL)
                    + count(*) - count(DISTINCT path)
                FROM (SELECT path FROM audio_files WHERE deleted = 0
                    UNION ALL SELECT duplicate_path FROM duplicate_paths)
                """
            ),
        ] {
            if let count = try shelf.number(sql), count != 0 { found.append("\(count) \(claim)") }
        }
        let near = try shelf.rows(
            "SELECT base_name, leader_id, content_id, close FROM near ORDER BY 1, 2, 3")
        var wanted: [[DatabaseValue]] = []
        var members: [String: [NearRule.Member]] = [:]
        for row in try shelf.rows(
            "SELECT base_name, id, duration FROM contents WHERE present > 0 AND duration >= 0")
        {
            guard let name = String.fromDatabaseValue(row[0]),
                let id = Int64.fromDatabaseValue(row[1]),
                let duration = Double.fromDatabaseValue(row[2])
            else { continue }
            members[name, default: []].append(
                NearRule.Member(id: Content.ID(rawValue: id), duration: duration))
        }
        for (name, members) in members {
            for group in NearRule.groups(members) {
                for (id, isClose) in group.members {
                    wanted.append([
                        name.databaseValue, group.leader.rawValue.databaseValue,
                        id.rawValue.databaseValue, isClose.databaseValue,
                    ])
                }
            }
        }
        if Set(near) != Set(wanted) { found.append("near duplicates: \(near) for \(wanted)") }
        return found
    }
}
