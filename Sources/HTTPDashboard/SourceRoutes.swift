import AudiowatchCore
import Hummingbird

/// What edits the sources. Names of sources stand in the bodies: they may hold what an address cannot.
func addSourceRoutes(to router: Router<DashboardContext>, _ control: DaemonControl) {
    let sources = control.sources
    router.only(.post, "/api/sources/add") { request, _ in
        let wish = try await JSONBody.value(
            AddSourceRequest.self, knowing: ["path", "name"], in: request.body)
        return try JSONBody.response(await sources.add(wish))
    }
    router.only(.post, "/api/sources/remove") { request, _ in
        let wish = try await JSONBody.value(
            RemoveSourceRequest.self, knowing: ["source"], in: request.body)
        return try JSONBody.response(await sources.remove(wish))
    }
    router.only(.post, "/api/sources/set") { request, _ in
        let wish = try await JSONBody.value(
            SetSourceRequest.self, knowing: ["source", "key", "values"], in: request.body)
        return try JSONBody.response(await sources.set(wish))
    }
    // Changes nothing, but looks at the disk where the caller says: for nobody but the page and programs.
    router.only(.post, "/api/sources/check") { request, _ in
        let wish = try await JSONBody.value(
            AddSourceRequest.self, knowing: ["path"], in: request.body)
        return try JSONBody.response(await sources.check(wish.path))
    }
}
