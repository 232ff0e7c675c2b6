import AudiowatchCore
import Hummingbird
import NIOCore
import SQLiteCatalog
import SystemPackage

/// Shows a catalogued file, or the place of a problem, in the file manager of whoever sits at this machine. No path
/// comes from the client: what can be shown is what the catalogue knows.
func addRevealRoutes(
    to router: Router<DashboardContext>, _ questions: Questions, _ control: DaemonControl
) {
    router.only(.post, "/api/files/{id}/reveal") { request, context in
        try context.requireThisMachine()
        try await JSONBody.nothing(in: request.body)
        let reference = try reference(context.parameters.get("id"))
        let places = try await questions.ask { try $0.places(of: reference, limit: 1) }
        guard let place = places.first else { throw noSuchFile }
        if case .offline(let reason) = place.sourceState {
            throw ControlError(
                .unavailable, "the source \(place.sourceName) is away: \(reason)",
                hint: "connect its drive")
        }
        let path = place.names.reduce(place.folder) { $0.child($1) }
        return try JSONBody.response(await control.reveal(PathText(path)))
    }
    router.only(.post, "/api/problems/{id}/reveal") { request, context in
        try context.requireThisMachine()
        try await JSONBody.nothing(in: request.body)
        guard let id = Int64(context.parameters.get("id") ?? ""), id > 0 else {
            throw ControlError(.badRequest, "a problem's number is a whole number from 1")
        }
        guard let path = try await questions.ask({ try $0.path(ofProblem: id) }) else {
            throw ControlError(
                .notFound, "there is no problem \(id)",
                hint: "`audiowatch problems` shows their numbers")
        }
        return try JSONBody.response(await control.reveal(path))
    }
}

extension DashboardContext {
    /// Throws unless the client is on this machine: a window that opens here is of no use elsewhere.
    fileprivate func requireThisMachine() throws(ControlError) {
        guard isOnThisMachine else {
            throw ControlError(
                .forbidden, "files are shown only to who sits at the machine that they are on",
                hint: "copy the path instead")
        }
    }
}
