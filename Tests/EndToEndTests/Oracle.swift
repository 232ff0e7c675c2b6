import Foundation

/// Holds a catalogue against a fresh look at the disk, row by row.
///
/// - Every file that belongs into the catalogue stands in `audio_files` or `duplicate_paths` exactly once.
/// - Size, fingerprint, source, name, folder and time of each are those of the disk.
/// - Two paths share a content exactly when all their bytes are equal.
enum Oracle {
    /// One sentence for each mistake, naming the path, the disk's side and the catalogue's; empty when equal.
    static func differences(between disk: [DiskFile], and views: SeedViews) -> [String] {
        var mistakes = eachPathOnce(views)
        let onDisk = Dictionary(disk.map { ($0.path, $0) }) { first, _ in first }
        let entries = Dictionary(entries(of: views).map { ($0.path, $0) }) { first, _ in first }
        for file in disk {
            guard let entry = entries[file.path] else {
                mistakes.append(
                    "\(file.path): on the disk (\(file.size) bytes), not in the catalogue")
                continue
            }
            mistakes += compare(file, with: entry)
        }
        for path in entries.keys.sorted() where onDisk[path] == nil {
            mistakes.append(
                "\(path): in the catalogue (id \(entries[path]?.id ?? 0)), not on the disk")
        }
        return mistakes + grouping(disk, entries) + hashes(views)
    }

    /// A path of the catalogue, from either view.
    private struct Entry {
        let path: DiskPath
        let id: Int
        let size: Int
        let hash: String
        let source: String
        let original: AudioFileRow?
    }

    private static func entries(of views: SeedViews) -> [Entry] {
        views.present.map {
            Entry(
                path: $0.path, id: $0.id, size: $0.size, hash: $0.hash, source: $0.source,
                original: $0)
        }
            + views.duplicates.map {
                Entry(
                    path: $0.path, id: $0.original, size: $0.size, hash: $0.hash,
                    source: $0.source, original: nil)
            }
    }

    private static func eachPathOnce(_ views: SeedViews) -> [String] {
        var places: [DiskPath: [String]] = [:]
        for row in views.present { places[row.path, default: []].append("audio_files \(row.id)") }
        for row in views.duplicates {
            places[row.path, default: []].append("duplicate_paths of \(row.original)")
        }
        let originals = Set(views.present.map(\.id))
        return places.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map {
            "\($0.key): stands \($0.value.count) times: \($0.value.joined(separator: ", "))"
        }
            + views.duplicates.filter { !originals.contains($0.original) }.map {
                "\($0.path): is a copy of \($0.original), which audio_files does not have as present"
            }
    }

    private static func compare(_ file: DiskFile, with entry: Entry) -> [String] {
        var mistakes: [String] = []
        func expect(_ what: String, _ disk: String, _ catalogue: String) {
            if disk != catalogue {
                mistakes.append(
                    "\(file.path): \(what) is \(disk) on the disk, \(catalogue) in the catalogue")
            }
        }
        expect("size", "\(file.size)", "\(entry.size)")
        expect("fingerprint", file.fingerprint, String(entry.hash.prefix(16)))
        expect("source", file.source, entry.source)
        guard let row = entry.original else { return mistakes }
        expect("name", readable(file.path.name), readable(row.name))
        expect("folder", file.path.folder.description, readable(row.directory))
        let times = localTimes(seconds: file.seconds, nanoseconds: file.nanoseconds)
        if !times.contains(row.modified) {
            expect("modified", times.sorted().joined(separator: " or "), row.modified)
        }
        return mistakes
    }

    /// Equal bytes, equal id; other bytes, another id.
    private static func grouping(_ disk: [DiskFile], _ entries: [DiskPath: Entry]) -> [String] {
        var idOfGroup: [Int: (id: Int, path: DiskPath)] = [:]
        var groupOfID: [Int: (group: Int, path: DiskPath)] = [:]
        var mistakes: [String] = []
        for file in disk {
            guard let id = entries[file.path]?.id else { continue }
            if let known = idOfGroup[file.group], known.id != id {
                mistakes.append(
                    "\(file.path): has the bytes of \(known.path), but id \(id) and not \(known.id)"
                )
            }
            if let known = groupOfID[id], known.group != file.group {
                mistakes.append(
                    "\(file.path): has id \(id) together with \(known.path), but other bytes")
            }
            idOfGroup[file.group] = idOfGroup[file.group] ?? (id, file.path)
            groupOfID[id] = groupOfID[id] ?? (file.group, file.path)
        }
        return mistakes
    }

    /// `file_hash` is unique: plain for the lowest id of a fingerprint, `hex-<id>` for later ones.
    private static func hashes(_ views: SeedViews) -> [String] {
        Dictionary(grouping: views.files) { $0.hash.prefix(16) }.values.flatMap { rows in
            rows.sorted { $0.id < $1.id }.enumerated().compactMap { position, row in
                let wanted =
                    position == 0 ? String(row.hash.prefix(16)) : "\(row.hash.prefix(16))-\(row.id)"
                return row.hash == wanted
                    ? nil : "\(row.path): file_hash is \(row.hash), should be \(wanted)"
            }
        }
    }
}

/// Local ISO time as Python's `datetime.fromtimestamp(mtime).isoformat()` writes it: six digits of the second,
/// left out when zero. Nanoseconds may be cut or rounded to them.
func localTimes(seconds: Int, nanoseconds: Int) -> Set<String> {
    Set(
        [nanoseconds / 1_000, (nanoseconds + 500) / 1_000].map { micros in
            var time = seconds + micros / 1_000_000
            var parts = tm()
            localtime_r(&time, &parts)
            let date = String(
                format: "%04d-%02d-%02dT%02d:%02d:%02d", parts.tm_year + 1900, parts.tm_mon + 1,
                parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec)
            let rest = micros % 1_000_000
            return rest == 0 ? date : date + String(format: ".%06d", rest)
        })
}
