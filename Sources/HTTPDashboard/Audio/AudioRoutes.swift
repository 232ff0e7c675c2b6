import AudiowatchCore
import HTTPTypes
import Hummingbird
import NIOCore
import SQLiteCatalog

/// `/audio/{id}`: the bytes of a catalogued file, and of no other.
func addAudioRoutes(to router: Router<DashboardContext>, _ questions: Questions) {
    let reader = AudioReader()
    router.only(.get, "/audio") { _, _ in
        throw ControlError(
            .gone, "files are not opened by path",
            hint: "/api/files?path=… finds the file's number; then ask for /audio/NUMBER")
    }
    router.only(.get, "/audio/{id}") { request, context in
        let reference = try reference(context.parameters.get("id"))
        let places = try await questions.ask { try $0.places(of: reference) }
        let file = try await reader.open(places)
        return AudioAnswer(file: file, reader: reader).response(to: request, context)
    }
}

/// One file as an answer.
struct AudioAnswer: Sendable {
    /// Bytes read and sent at a time; the next are read when these are on their way.
    static let chunk = 128 * 1024

    let file: OpenAudio
    let reader: AudioReader

    func response(to request: Request, _ context: DashboardContext) -> Response {
        var headers: HTTPFields = [
            .contentType: AudioType.of(format: file.place.format), .acceptRanges: "bytes",
            .eTag: tag, .cacheControl: "private, no-cache",
        ]
        if let modified { headers[.lastModified] = modified }
        if request.headers[values: .ifNoneMatch].contains(where: names) {
            return Response(status: .notModified, headers: headers)
        }
        let asked = isStillMeant(request) ? request.headers[.range] : nil
        switch ByteRange(asked, size: file.size) {
        case .whole:
            return Response(status: .ok, headers: headers, body: body(0..<file.size, context))
        case .part(let range):
            headers[.contentRange] =
                "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.size)"
            return Response(
                status: .partialContent, headers: headers, body: body(range, context))
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(file.size)"
            let error = ControlError(
                .unsatisfiable, "the file has \(file.size) bytes, and one range of them is sent",
                hint: "ask for bytes=FIRST-LAST, bytes=FIRST- or bytes=-COUNT")
            return (try? OneErrorShape.answer(error, headers: headers))
                ?? Response(status: .rangeNotSatisfiable, headers: headers)
        }
    }

    /// Changes with every change of the file that its time or length betrays.
    private var tag: String {
        let parts = [file.size, file.modified].map { String(UInt64(bitPattern: $0), radix: 16) }
        return
            "\"\(file.place.fingerprint ?? "f\(file.place.file.rawValue)")-\(parts[0])-\(parts[1])\""
    }

    private var modified: String? { HTTPDate.text(Int(file.modified / 1_000_000_000)) }

    private func names(_ list: String) -> Bool {
        list.split(separator: ",").map(\.trimmed).contains { $0 == "*" || $0 == tag }
    }

    /// False when the client wants a part only of a file that it knew, and this is another one.
    private func isStillMeant(_ request: Request) -> Bool {
        guard let known = request.headers[.ifRange] else { return true }
        return known == tag || known == modified
    }

    private func body(_ range: Range<Int64>, _ context: DashboardContext) -> ResponseBody {
        ResponseBody(contentLength: Int(clamping: range.upperBound - range.lowerBound)) { writer in
            try await context.closingAtShutdown {
                var next = range.lowerBound
                while next < range.upperBound {
                    let count = Int(min(Int64(AudioAnswer.chunk), range.upperBound - next))
                    let bytes = try await reader.read(file, at: next, count: count)
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
