import AudiowatchCore
import HTTPTypes
import Hummingbird
import SQLiteCatalog
import SystemPackage

/// Finding files: by words, by path, by number.
func addFileRoutes(
    to router: Router<DashboardContext>, _ questions: Questions, _ hub: EventHub
) {
    router.only(.get, "/api/files") { request, _ in
        let query = try QueryParameters(
            request,
            knowing: [
                "q", "source", "format", "min_duration", "max_duration", "sort", "order", "after",
                "offset", "limit", "path", "path_base64",
            ])
        if let path = try path(in: query) {
            guard query.names.isSubset(of: ["path", "path_base64"]) else {
                throw ControlError(
                    .badRequest, "a path is asked for by itself",
                    hint: "leave out \"path\" to search")
            }
            let found = try await questions.ask { try $0.show(.path(path)) }
            return try JSONBody.response(FoundByPath(hits: found.map { [FileHit($0)] } ?? []))
        }
        let question = try question(query)
        let search = questions.search
        let last = EventID(epoch: hub.epoch, sequence: hub.last)
        var response = try JSONBody.response(
            try await questions.ask { catalog in
                let moment = SearchMoment.now()
                guard let answer = search(question, moment) else {
                    return try catalog.page(question, at: moment)
                }
                return try catalog.page(answer, of: question, at: moment)
            })
        // Whoever follows the events from here on misses nothing.
        response.headers[EventStream.catalogueEvent] = last.description
        return response
    }
    router.only(.get, "/api/files/{id}") { request, context in
        _ = try QueryParameters(request, knowing: [])
        let reference = try reference(context.parameters.get("id"))
        guard let details = try await questions.ask({ try $0.show(reference) }) else {
            throw noSuchFile
        }
        return try JSONBody.response(details)
    }
}

/// The answer to a number that no row has.
let noSuchFile = ControlError(
    .notFound, "there is no such file", hint: "/api/files finds files and their numbers")

/// `17` is a content, `f17` a file.
func reference(_ written: String?) throws(ControlError) -> FileReference {
    let text = written ?? ""
    let isFile = text.hasPrefix("f")
    let digits = isFile ? text.dropFirst() : text[...]
    guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
        let number = Int64(digits), number > 0
    else {
        throw ControlError(
            .badRequest, "a file's number is a whole number from 1, or f and its row's number",
            hint: "/api/files finds files and their numbers")
    }
    return isFile ? .file(File.ID(rawValue: number)) : .content(Content.ID(rawValue: number))
}

private func path(in query: QueryParameters) throws(ControlError) -> FilePath? {
    var bytes = query.bytes("path")
    if let base64 = query.text("path_base64") {
        // A plus that was not escaped arrives as a space.
        guard let decoded = Base64.decoded(base64.replacing(" ", with: "+")) else {
            throw ControlError(.badRequest, "\"path_base64\" is not base64")
        }
        bytes = decoded
    }
    guard let bytes else { return nil }
    guard bytes.first == UInt8(ascii: "/"), !bytes.contains(0) else {
        throw ControlError(.badRequest, "\"path\" is an absolute path without NUL")
    }
    return FilePath(bytes: bytes)
}

/// What `q` and the filters beside it ask for.
func searchQuery(_ query: QueryParameters) throws(ControlError) -> SearchQuery {
    var search: SearchQuery
    do {
        search = try SearchQuery(parsing: query.text("q") ?? "")
    } catch {
        throw ControlError(.badRequest, error.description, range: error.range)
    }
    search.require(query.texts("source").map { .source($0) })
    search.require(query.texts("format").map { .format($0.lowercased()) })
    search.require(
        minimum: try query.seconds("min_duration"), maximum: try query.seconds("max_duration"))
    return search
}

private func question(_ query: QueryParameters) throws(ControlError) -> SearchQuestion {
    var question = SearchQuestion(try searchQuery(query), limit: try query.limit())
    if let text = query.text("sort") {
        guard let order = SearchOrder(rawValue: text) else {
            throw ControlError(
                .badRequest, "\"sort\" is no order of rows",
                hint: "it takes " + SearchOrder.allCases.map(\.rawValue).joined(separator: ", "))
        }
        question.order = order
    }
    switch query.text("order") {
    case nil, "asc": break
    case "desc": question.isDescending = true
    default: throw ControlError(.badRequest, "\"order\" is asc or desc")
    }
    let cursor = try query.after { SearchCursor($0) }
    question.after = cursor?.place
    question.offset = cursor?.passed ?? 0
    if let text = query.text("offset") {
        guard let number = Int(text), number >= 0 else {
            throw ControlError(.badRequest, "\"offset\" is a number of rows from 0")
        }
        question.offset = number
    }
    return question
}

private struct FoundByPath: Encodable {
    var hits: [FileHit]
}

/// A file as a search shows it.
private struct FileHit: Encodable {
    var id: Content.ID?
    var file: File.ID
    var path: String
    var pathBase64: String?
    var source: String
    var sourceState: String
    var size: Int64
    var modifiedAt: Double
    var deletedAt: Double?
    var copies: Int
    var properties: Properties
    var tempo: Told<Double>?
    var key: Told<MusicalKey>?

    init(_ details: FileDetails) {
        id = details.id
        file = details.file
        path = details.path
        pathBase64 = details.pathBase64
        source = details.source
        sourceState = details.sourceState
        size = details.size
        modifiedAt = details.modifiedAt
        deletedAt = details.deletedAt
        copies = details.copies.count
        properties = details.properties
        tempo = details.tempo
        key = details.key
    }

    private enum CodingKeys: String, CodingKey {
        case id, file, path
        case pathBase64 = "path_base64"
        case source, sourceState, size, modifiedAt, deletedAt, copies, properties
        case tempo, key
    }
}
