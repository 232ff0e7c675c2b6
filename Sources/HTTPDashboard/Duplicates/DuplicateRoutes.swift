import AudiowatchCore
import HTTPTypes
import Hummingbird
import SQLiteCatalog
import SystemPackage

/// What is there more than once, what the user decided of it, and which copies may go.
func addDuplicateRoutes(
    to router: Router<DashboardContext>, _ questions: Questions, _ control: DaemonControl
) {
    router.only(.get, "/api/duplicates") { request, _ in
        let query = try QueryParameters(
            request,
            knowing: [
                "after", "limit", "sort", "source", "folder", "folder_base64", "decided", "state",
            ])
        let (size, question) = (try query.limit(), try question(query))
        return try JSONBody.response(
            try await questions.ask { try $0.duplicatePage(question, size: size) })
    }
    router.only(.get, "/api/duplicates/overlap") { request, _ in
        _ = try QueryParameters(request, knowing: [])
        return try JSONBody.response(try await questions.ask { try $0.overlap() })
    }
    router.only(.get, "/api/duplicates/export") { request, _ in
        let query = try QueryParameters(request, knowing: ["format"])
        let format = try CopyFormat(query.text("format"))
        return try await questions.ask { try format.response($0) }
    }
    router.only(.get, "/api/near-duplicates") { request, _ in
        let query = try QueryParameters(request, knowing: ["after", "limit", "decided"])
        let (size, after) = (try query.limit(), try query.after { NearCursor($0) })
        let decided = try decided(query)
        return try JSONBody.response(
            try await questions.ask { try $0.nearPage(size: size, after: after, decided: decided) })
    }
    router.only(.post, "/api/duplicates/{content}/verdict") { request, context in
        let wish = try await JSONBody.value(
            VerdictWish.self, knowing: ["verdict", "file"], in: request.body)
        return try JSONBody.response(
            await control.decide(wish.request(of: .exact(content(context)))))
    }
    router.only(.post, "/api/near-duplicates/{content}/verdict") { request, context in
        let wish = try await JSONBody.value(
            VerdictWish.self, knowing: ["verdict", "file", "members"], in: request.body)
        return try JSONBody.response(
            await control.decide(wish.request(of: .near(leader: content(context)))))
    }
}

private func content(_ context: DashboardContext) throws(ControlError) -> Content.ID {
    guard let id = context.parameters.get("content").flatMap({ Int64($0) }), id > 0 else {
        throw ControlError(
            .badRequest, "a group's number is a whole number from 1",
            hint: "/api/duplicates and /api/near-duplicates find groups and their numbers")
    }
    return Content.ID(rawValue: id)
}

private func question(_ query: QueryParameters) throws(ControlError) -> DuplicateQuestion {
    var question = DuplicateQuestion(
        sources: query.texts("source"), folders: try folders(query), decided: try decided(query),
        after: try query.after { DuplicateCursor($0) })
    if let text = query.text("sort") {
        guard let order = DuplicateQuestion.Order(rawValue: text) else {
            throw ControlError(
                .badRequest, "\"sort\" is no order of groups",
                hint: "it takes "
                    + DuplicateQuestion.Order.allCases.map(\.rawValue).joined(separator: ", "))
        }
        question.order = order
    }
    if let text = query.text("state") {
        guard let state = DuplicateGroup.State(rawValue: text) else {
            throw ControlError(
                .badRequest, "\"state\" is no state of a group",
                hint: "it takes "
                    + DuplicateGroup.State.allCases.map(\.rawValue).joined(separator: ", "))
        }
        question.state = state
    }
    let isPlain =
        question.sources.isEmpty && question.folders.isEmpty && query.text("sort") == nil
        && query.text("decided") == nil
    guard question.state != .unverified || isPlain else {
        throw ControlError(
            .badRequest, "groups that are not compared yet come by size, all of them",
            hint: "leave out sort, decided, source and folder")
    }
    return question
}

/// Without the parameter what is not decided yet.
private func decided(
    _ query: QueryParameters
) throws(ControlError) -> DuplicateQuestion.Decided {
    guard let text = query.text("decided") else { return .no }
    guard let decided = DuplicateQuestion.Decided(rawValue: text) else {
        throw ControlError(
            .badRequest, "\"decided\" is no verdict",
            hint: "it takes "
                + DuplicateQuestion.Decided.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return decided
}

private func folders(_ query: QueryParameters) throws(ControlError) -> [FilePath] {
    var folders = query.all("folder").filter { !$0.isEmpty }
    for base64 in query.texts("folder_base64") {
        // A plus that was not escaped arrives as a space.
        guard let decoded = Base64.decoded(base64.replacing(" ", with: "+")) else {
            throw ControlError(.badRequest, "\"folder_base64\" is not base64")
        }
        folders.append(decoded)
    }
    for bytes in folders where bytes.first != UInt8(ascii: "/") || bytes.contains(0) {
        throw ControlError(.badRequest, "\"folder\" is an absolute path without NUL")
    }
    return folders.map { FilePath(bytes: $0) }
}

/// The body of a verdict.
private struct VerdictWish: Decodable {
    var verdict: String?
    var file: Int64?
    var members: [Int64]?

    func request(of group: DuplicateGroupID) throws(ControlError) -> VerdictRequest {
        let verdict = try verdict.map { word throws(ControlError) in try self.verdict(word) }
        guard (verdict == .keep) == (file != nil) else {
            throw ControlError(
                .badRequest, "\"file\" goes with the verdict keep, and keep with a file",
                hint: "it is the number of the file that stays, as the group's members have it")
        }
        return VerdictRequest(
            group: group, verdict: verdict, file: file.map(File.ID.init(rawValue:)),
            members: members.map { Set($0.map(Content.ID.init(rawValue:))) })
    }

    private func verdict(_ word: String) throws(ControlError) -> Verdict {
        guard let verdict = Verdict(rawValue: word) else {
            throw ControlError(
                .badRequest, "\"verdict\" is no verdict",
                hint: "it takes " + Verdict.allCases.map(\.rawValue).joined(separator: ", ")
                    + ", and null to take one back")
        }
        return verdict
    }
}
