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

    /// The file that `/` is.
    static let front = "index.html"

    private let held: [String: PackedAsset]

    /// No file twice: of two with one name the first counts.
    public init(_ files: [File]) {
        held = Dictionary(
            files.map { ($0.name, PackedAsset(type: $0.type, bytes: $0.bytes)) },
            uniquingKeysWith: { first, _ in first })
    }

    /// What all files take together on their way to a browser.
    var packedBytes: Int {
        held.values.reduce(0) { $0 + $1.form(for: ["gzip"]).body.readableBytes }
    }

    /// The file as an answer; the browser keeps it and asks whether it has changed.
    func response(_ name: String, to request: Request) throws -> Response {
        guard let file = held[name] else {
            throw ControlError(.notFound, "the page has no file of this name")
        }
        let form = file.form(for: request.headers[values: .acceptEncoding])
        var headers: HTTPFields = [
            .eTag: form.tag, .cacheControl: "no-cache", .vary: "Accept-Encoding",
        ]
        let known = request.headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }
        if known.contains(where: { PageAssets.names($0.trimmed, form.tag) }) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = file.type
        if form.coding == .gzip { headers[.contentEncoding] = "gzip" }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: form.body))
    }

    /// Weak comparison, RFC 9110 §8.8.3.2.
    private static func names(_ written: Substring, _ tag: String) -> Bool {
        written == "*" || (written.hasPrefix("W/") ? written.dropFirst(2) : written) == tag
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
