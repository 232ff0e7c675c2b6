import AudiowatchCore
import Foundation
import GRDB

@testable import SQLiteCatalog

/// What sources share, from every row, by the definitions alone: sets of files, and loops over all pairs.
struct OverlapOracle {
    private struct Row {
        var content: Int64
        var source: Int64
        var inode: [Int64]
    }

    private struct Bytes {
        var fingerprint: Int64
        var size: Int64
        var digest: Data?
    }

    private let sources: [(id: Int64, name: String, role: Source.Role, state: String)]
    private var contents: [Int64: Bytes] = [:]
    private var rows: [Int64: [Row]] = [:]
    private var held: [Int64: Set<Int64>] = [:]

    init(_ db: Database) throws {
        sources = try GRDB.Row.fetchAll(
            db, sql: "SELECT * FROM sources WHERE configured = 1 ORDER BY name"
        ).map {
            ($0["id"], $0["name"], Source.Role(rawValue: $0["role"]) ?? .working, $0["state"])
        }
        for row in try GRDB.Row.fetchAll(db, sql: "SELECT * FROM contents") {
            let digest: Data? = row["digest"]
            contents[row["id"]] = Bytes(
                fingerprint: row["fingerprint"], size: row["size"], digest: digest)
        }
        let names = Set(sources.map(\.id))
        for row in try GRDB.Row.fetchAll(db, sql: "SELECT * FROM files WHERE deleted_at IS NULL") {
            guard let content: Int64 = row["content_id"], names.contains(row["source_id"]) else {
                continue
            }
            let born: Int64 = row["born"]
            held[row["source_id"], default: []].insert(content)
            rows[content, default: []].append(
                Row(
                    content: content, source: row["source_id"],
                    inode: [row["inode"], born, born == 0 ? row["source_id"] : 0]))
        }
    }

    func overlap() -> SourceOverlap {
        var result = SourceOverlap()
        for (content, files) in rows where files.count > 1 {
            let separate = Set(files.map(\.inode))
            let working = Set(
                files.filter { file in
                    sources.first { $0.id == file.source }?.role == .working
                }.map(\.inode))
            result.groups += 1
            result.copies += separate.count - 1
            result.hardLinks += files.count - separate.count
            for _ in 0..<max(working.count - 1, 0) { result.wasted += size(content) }
        }
        for source in sources {
            let here = held(source.id)
            let elsewhere = here.filter { content in
                rows[content, default: []].contains { $0.source != source.id }
            }
            let open = here.subtracting(elsewhere).filter { content in
                sources.contains { other in
                    other.id != source.id
                        && held(other.id).contains { mayBeEqual(content, $0) }
                }
            }
            var line = OverlapSource(source: source.name, role: source.role, state: source.state)
            (line.holds, line.elsewhere) = (amount(here), amount(elsewhere))
            line.unverified = amount(open)
            line.share = share(line.elsewhere, line.holds)
            result.sources.append(line)
        }
        for (place, first) in sources.enumerated() {
            for second in sources.dropFirst(place + 1) {
                let both = amount(held(first.id).intersection(held(second.id)))
                let open = samples(first.id, second.id)
                guard both.contents > 0 || open.contents > 0 else { continue }
                result.pairs.append(
                    OverlapPair(
                        first: first.name, second: second.name, shared: both,
                        shareOfFirst: share(both, amount(held(first.id))),
                        shareOfSecond: share(both, amount(held(second.id))), unverified: open))
            }
        }
        result.pairs.sort { one, other in
            if one.shared.bytes != other.shared.bytes {
                return one.shared.bytes > other.shared.bytes
            }
            if one.unverified.bytes != other.unverified.bytes {
                return one.unverified.bytes > other.unverified.bytes
            }
            return [one.first, one.second].lexicographicallyPrecedes([other.first, other.second])
        }
        return result
    }

    private func held(_ source: Int64) -> Set<Int64> { held[source] ?? [] }

    /// Sums take at most 64 TiB of a file.
    private func size(_ content: Int64) -> Int64 { min(contents[content]?.size ?? 0, 64 << 40) }

    private func amount(_ contents: Set<Int64>) -> ContentAmount {
        ContentAmount(
            contents: contents.count, bytes: contents.map(size).reduce(0, +))
    }

    private func share(_ part: ContentAmount, _ all: ContentAmount) -> Double? {
        all.bytes == 0 ? nil : Double(part.bytes) / Double(all.bytes) * 100
    }

    /// Two contents of one sample of which one was not read whole.
    private func mayBeEqual(_ one: Int64, _ other: Int64) -> Bool {
        guard one != other, let first = contents[one], let second = contents[other] else {
            return false
        }
        return first.fingerprint == second.fingerprint && first.size == second.size
            && (first.digest == nil || second.digest == nil)
    }

    private func samples(_ first: Int64, _ second: Int64) -> ContentAmount {
        var found: [[Int64]: Int64] = [:]
        for one in held(first) {
            for other in held(second) where mayBeEqual(one, other) {
                guard let bytes = contents[one] else { continue }
                found[[bytes.fingerprint, bytes.size]] = size(one)
            }
        }
        return ContentAmount(contents: found.count, bytes: found.values.reduce(0, +))
    }
}
