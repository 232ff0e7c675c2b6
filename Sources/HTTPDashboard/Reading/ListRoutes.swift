import AudiowatchCore
import HTTPTypes
import Hummingbird
import SQLiteCatalog

/// The lists and figures of the catalogue, page by page.
func addListRoutes(
    to router: Router<DashboardContext>, _ questions: Questions, _ control: DaemonControl
) {
    router.only(.get, "/api/sources") { request, _ in
        _ = try QueryParameters(request, knowing: [])
        return try JSONBody.response(SourceList(sources: await control.status().sources))
    }
    router.only(.get, "/api/stats") { request, _ in
        _ = try QueryParameters(request, knowing: [])
        return try JSONBody.response(try await questions.ask { try $0.stats() })
    }
    router.only(.get, "/api/activity") { request, _ in
        let query = try QueryParameters(request, knowing: ["after", "limit"])
        let (size, before) = (try query.limit(), try query.after(position))
        let rows = try await questions.ask { try $0.activity(size + 1, before: before) }
        let shown = Array(rows.prefix(size))
        return try JSONBody.response(
            ActivityPage(activity: shown, next: rows.count > size ? shown.last?.id : nil))
    }
    router.only(.get, "/api/problems") { request, _ in
        let query = try QueryParameters(request, knowing: ["after", "limit"])
        let (size, before) = (try query.limit(), try query.after(position))
        return try JSONBody.response(
            try await questions.ask { try $0.problemPage(size: size, before: before) })
    }
}

private func position(_ text: String) -> Int64? {
    Int64(text).flatMap { $0 >= 0 ? $0 : nil }
}

private struct SourceList: Encodable {
    var sources: [SourceStatus]
}

private struct ActivityPage: Encodable {
    var activity: [ActivityRow]
    var next: Int64?
}
