import CFFmpeg
import Glibc
import ProbeWire

/// The tags worth keeping, from the container's dictionary and, for Ogg, the stream's.
enum TagTexts {
    /// One text for each ``Answer/Tag``, cut and valid; the first that is found counts.
    static func of(
        _ context: UnsafeMutablePointer<AVFormatContext>, _ stream: UnsafeMutablePointer<AVStream>
    ) -> [String] {
        var texts = [String](repeating: "", count: Answer.Tag.allCases.count)
        take(context.pointee.metadata, &texts)
        take(stream.pointee.metadata, &texts)
        return texts
    }

    private static func take(_ dictionary: OpaquePointer?, _ texts: inout [String]) {
        var entry: UnsafeMutablePointer<AVDictionaryEntry>?
        while let next = av_dict_get(dictionary, "", entry, AV_DICT_IGNORE_SUFFIX) {
            entry = next
            guard let key = next.pointee.key, let value = next.pointee.value,
                let tag = tag(String(cString: key).lowercased()), texts[tag.rawValue].isEmpty
            else {
                continue
            }
            let all = UnsafeRawBufferPointer(start: value, count: strlen(value))
            texts[tag.rawValue] = String(
                decoding: Wire.cut(all, to: Wire.longestTag), as: UTF8.self)
        }
    }

    /// libav's generic keys, and those that it passes on as they stand in ID3v2, MP4 and Vorbis comments.
    private static func tag(_ key: String) -> Answer.Tag? {
        switch key {
        case "title": .title
        case "artist": .artist
        case "album": .album
        case "genre": .genre
        case "date", "year", "wm/year": .date
        case "comment", "description": .comment
        case "track", "tracknumber": .track
        case "tbpm", "tmpo", "bpm", "tempo", "wm/beatspermin": .bpm
        case "tkey", "initialkey", "initial_key", "initial key", "key", "key signature",
            "wm/initialkey":
            .key
        default: nil
        }
    }
}
