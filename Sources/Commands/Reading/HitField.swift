import AudiowatchCore
import SQLiteCatalog

/// What `--template` can say of a file that was found. Numbers are plain: they are read by programs.
enum HitField: String, CaseIterable {
    case path, name, folder, source, state, format, codec, length, duration, rate, channels, bits,
        bitrate, size, copies, modified, bpm, key, title, artist, album, genre, comment, id, file

    /// What it is, in some words.
    var meaning: String {
        switch self {
        case .path: "the absolute path"
        case .name: "the file's name"
        case .folder: "the folder it stands in"
        case .source: "its source's name"
        case .state: "its source's state: online, degraded, offline, disabled"
        case .format: "wav, flac, mp3, …"
        case .codec: "the codec: pcm_s24le, mp3, …"
        case .length: "its length for reading: 1:30"
        case .duration: "its length in seconds"
        case .rate: "samples a second"
        case .channels: "how many channels"
        case .bits: "bits a sample"
        case .bitrate: "bits a second"
        case .size: "bytes"
        case .copies: "other paths with the same bytes"
        case .modified: "its last change, seconds since 1970 UTC"
        case .bpm: "beats a minute"
        case .key: "its musical key"
        case .title, .artist, .album, .genre, .comment: "that tag"
        case .id: "its content's number"
        case .file: "its own number"
        }
    }

    /// The bytes for one file; none where nothing is known. Names and folders are exact.
    func bytes(_ hit: SearchHit) -> [UInt8] {
        let path = hit.exactPath.bytes
        let slash = path.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex
        switch self {
        case .path: return path
        case .name: return Array(path[slash...].drop { $0 == UInt8(ascii: "/") })
        case .folder: return slash == path.startIndex ? [UInt8(ascii: "/")] : Array(path[..<slash])
        default: return Array((text(hit) ?? "").utf8)
        }
    }

    private func text(_ hit: SearchHit) -> String? {
        let properties = hit.properties
        let tags = properties.tags
        return switch self {
        case .path, .name, .folder: nil
        case .source: hit.source
        case .state: hit.sourceState
        case .format: properties.format
        case .codec: properties.codec
        case .length: properties.duration.map { Display.duration(seconds: $0) }
        case .duration: properties.duration.map { "\($0)" }
        case .rate: properties.sampleRate.map { "\($0)" }
        case .channels: properties.channels.map { "\($0)" }
        case .bits: properties.bitDepth.map { "\($0)" }
        case .bitrate: properties.bitRate.map { "\($0)" }
        case .size: "\(hit.size)"
        case .copies: "\(hit.copies)"
        case .modified: "\(hit.modifiedAt)"
        case .bpm: hit.tempo.map { Display.tempo($0.value) }
        case .key: hit.key.map { $0.value.text }
        case .title: tags.title
        case .artist: tags.artist
        case .album: tags.album
        case .genre: tags.genre
        case .comment: tags.comment
        case .id: hit.id.map { "\($0.rawValue)" }
        case .file: "\(hit.file.rawValue)"
        }
    }
}
