import AudiowatchCore
import HTTPTypes
import Hummingbird
import NIOCore
import SQLiteCatalog

/// `/audio/{id}`: the bytes of a catalogued file, and of no other; of one that browsers cannot read, a WAV.
///
/// `as=file` sends the file as it is, `as=wav` a WAV of any; `channel=3` the pair of channels from the third on;
/// `download=1` the file as it is, to be saved under its own name.
func addAudioRoutes(
    to router: Router<DashboardContext>, _ questions: Questions, _ reader: AudioReader,
    decode: @escaping Decode
) {
    router.only(.get, "/audio") { _, _ in
        throw ControlError(
            .gone, "files are not opened by path",
            hint: "/api/files?path=… finds the file's number; then ask for /audio/NUMBER")
    }
    router.only(.get, "/audio/{id}") { request, context in
        let query = try QueryParameters(request, knowing: ["as", "channel", "download"])
        let reference = try reference(context.parameters.get("id"))
        let wish = try AudioWish(query)
        let places = try await questions.ask { try $0.places(of: reference) }
        let file = try await reader.open(places)
        guard let sound = try wish.sound(of: file.place.properties) else {
            var response = AudioAnswer(audio: FileAudio(file: file, reader: reader))
                .response(to: request, context)
            if wish.isDownload, let name = file.place.names.last {
                response.headers[.contentDisposition] = DownloadName.disposition(name)
            }
            return response
        }
        let audio = DecodedAudio(sound, file, decode: decode)
        if request.method != .head {
            // What cannot be decoded at all is said, not sent as a broken sound.
            _ = try await audio.read(at: Int64(sound.header.count), count: 1)
        }
        return AudioAnswer(audio: audio).response(to: request, context)
    }
}

/// How a sound is wished for.
private struct AudioWish {
    private enum Form: String {
        case file
        case wav
    }

    /// The file itself is to be saved.
    let isDownload: Bool
    private let form: Form?
    private let channel: Int?

    init(_ query: QueryParameters) throws {
        isDownload = try query.number("download", in: 0...1) == 1
        form = try query.text("as").map { text in
            guard let form = Form(rawValue: text) else {
                throw ControlError(.badRequest, "as= is file or wav, not \(text)")
            }
            return form
        }
        channel = try query.number("channel", in: 1...64)
        guard !isDownload || (form != .wav && channel == nil) else {
            throw ControlError(
                .badRequest, "download= is of the file itself",
                hint: "leave out as=wav and channel=")
        }
    }

    /// The sound to be made; nil where the file itself is sent.
    func sound(of properties: Properties) throws -> PlayedSound? {
        let isMade = form == .wav || channel != nil || !properties.isPlayedByBrowsers
        guard form != .file, !isDownload, isMade else { return nil }
        if let sound = PlayedSound(properties, firstChannel: channel) { return sound }
        guard form == .wav || channel != nil else { return nil }
        throw ControlError(
            .conflict, "nothing can be made of it: its length, rate or channels are not known",
            hint: "as=file sends the file as it is")
    }
}

/// One file as an answer.
struct AudioAnswer: Sendable {
    /// Bytes read and sent at a time; the next are read when these are on their way.
    static let chunk = 128 * 1024

    let audio: any AudioBytes

    func response(to request: Request, _ context: DashboardContext) -> Response {
        var headers: HTTPFields = [
            .contentType: audio.type, .acceptRanges: "bytes", .eTag: audio.tag,
            .cacheControl: "private, no-cache",
        ]
        if let modified { headers[.lastModified] = modified }
        if request.headers[values: .ifNoneMatch].contains(where: names) {
            return Response(status: .notModified, headers: headers)
        }
        let asked = isStillMeant(request) ? request.headers[.range] : nil
        switch ByteRange(asked, size: audio.size) {
        case .whole:
            return Response(status: .ok, headers: headers, body: body(0..<audio.size, context))
        case .part(let range):
            headers[.contentRange] =
                "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(audio.size)"
            return Response(
                status: .partialContent, headers: headers, body: body(range, context))
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(audio.size)"
            let error = ControlError(
                .unsatisfiable, "the file has \(audio.size) bytes, and one range of them is sent",
                hint: "ask for bytes=FIRST-LAST, bytes=FIRST- or bytes=-COUNT")
            return (try? OneErrorShape.answer(error, headers: headers))
                ?? Response(status: .rangeNotSatisfiable, headers: headers)
        }
    }

    private var modified: String? { HTTPDate.text(Int(audio.modified / 1_000_000_000)) }

    private func names(_ list: String) -> Bool {
        list.split(separator: ",").map(\.trimmed).contains { $0 == "*" || $0 == audio.tag }
    }

    /// False when the client wants a part only of a file that it knew, and this is another one.
    private func isStillMeant(_ request: Request) -> Bool {
        guard let known = request.headers[.ifRange] else { return true }
        return known == audio.tag || known == modified
    }

    private func body(_ range: Range<Int64>, _ context: DashboardContext) -> ResponseBody {
        ResponseBody(contentLength: Int(clamping: range.upperBound - range.lowerBound)) { writer in
            try await context.closingAtShutdown {
                var next = range.lowerBound
                while next < range.upperBound {
                    let count = Int(min(Int64(AudioAnswer.chunk), range.upperBound - next))
                    let bytes = try await audio.read(at: next, count: count)
                    // Cut short meanwhile: only an ended connection tells the client so.
                    guard bytes.readableBytes > 0 else { throw AudioCutShort() }
                    next += Int64(bytes.readableBytes)
                    try await writer.write(bytes)
                }
            }
            try await writer.finish(nil)
        }
    }
}

/// A file lost its end while it was sent.
private struct AudioCutShort: Error {}
