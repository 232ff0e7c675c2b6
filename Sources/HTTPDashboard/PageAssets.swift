import AudiowatchCore
import HTTPTypes
import Hummingbird
import NIOCore

/// The page's files, held in the program: nothing is read from disk, and no path leads out of them.
public struct PageAssets: Sendable {
    /// One file.
    public struct File: Sendable {
        /// Its name, without a folder.
        public var name: String
        /// Its media type.
        public var type: String
        /// Its bytes.
        public var bytes: [UInt8]

        /// All values.
        public init(name: String, type: String, bytes: [UInt8]) {
            self.name = name
            self.type = type
            self.bytes = bytes
        }
    }

    private struct Held: Sendable {
        var type: String
        var body: ByteBuffer
        var tag: String
    }

    /// The file that `/` is.
    static let front = "index.html"

    private let held: [String: Held]

    /// No file twice: of two with one name the first counts.
    public init(_ files: [File]) {
        held = Dictionary(
            files.map { file in
                let held = Held(
                    type: file.type, body: ByteBuffer(bytes: file.bytes),
                    tag: "\"\(PageAssets.mark(file.bytes))\"")
                return (file.name, held)
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The file as an answer; the browser keeps it and asks whether it has changed.
    func response(_ name: String, to request: Request) throws -> Response {
        guard let file = held[name] else {
            throw ControlError(.notFound, "the page has no file of this name")
        }
        var headers: HTTPFields = [.eTag: file.tag, .cacheControl: "no-cache"]
        if request.headers[.ifNoneMatch] == file.tag {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = file.type
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.body))
    }

    /// FNV-1a: tells versions of a file apart.
    private static func mark(_ bytes: [UInt8]) -> String {
        let hash = bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }
}

/// `/` and what it is made of.
func addPageRoutes(to router: Router<DashboardContext>, _ assets: PageAssets) {
    router.only(.get, "/") { request, _ in
        try assets.response(PageAssets.front, to: request)
    }
    router.only(.get, "/assets/{name}") { request, context in
        try assets.response(context.parameters.get("name") ?? "", to: request)
    }
}
