import AudiowatchCore
import Hummingbird
import HummingbirdCore
import ServiceLifecycle
import SystemPackage

/// What steers the daemon: its state, scans, the sync point, pause, retry, stop.
func addControlRoutes(to router: Router<DashboardContext>, _ control: DaemonControl) {
    router.only(.get, "/api/status") { request, context in
        _ = try QueryParameters(request, knowing: [])
        var report = try await control.status()
        if !context.isOnThisMachine { report.isAskedFromElsewhere = true }
        return try JSONBody.response(report)
    }
    router.only(.get, "/api/changes") { request, _ in
        _ = try QueryParameters(request, knowing: [])
        return try JSONBody.response(ChangeList(changes: await control.changes()))
    }
    router.only(.get, "/api/work") { request, _ in
        _ = try QueryParameters(request, knowing: [])
        return try JSONBody.response(await control.work())
    }
    router.only(.post, "/api/scan") { request, _ in
        let wish = try await JSONBody.value(
            ScanRequest.self, knowing: ["sources", "paths"], in: request.body)
        for path in wish.paths ?? [] where !path.path.isAbsolute {
            throw ControlError(.badRequest, "\(path.text) is not an absolute path")
        }
        return try JSONBody.response(await control.scan(wish), status: .accepted)
    }
    router.only(.post, "/api/wait") { request, _ in
        // May take minutes. A client that goes away ends it, and so does the end of the daemon.
        let result = try await request.body.consumeWithCancellationOnInboundClose { body in
            let wish = try await JSONBody.value(
                WaitRequest.self, knowing: ["ticket", "timeoutSeconds"], in: body)
            try check(seconds: wish.timeoutSeconds, of: "timeoutSeconds")
            return try await cancelWhenGracefulShutdown { try await control.wait(wish) }
        }
        return try JSONBody.response(result)
    }
    router.only(.post, "/api/stop") { request, _ in
        try await JSONBody.nothing(in: request.body)
        return try JSONBody.response(await control.stop(), status: .accepted)
    }
    router.only(.post, "/api/pause") { request, _ in
        let wish = try await JSONBody.value(
            PauseRequest.self, knowing: ["seconds"], in: request.body)
        try check(seconds: wish.seconds, of: "seconds")
        return try JSONBody.response(await control.pause(wish.duration))
    }
    router.only(.post, "/api/resume") { request, _ in
        try await JSONBody.nothing(in: request.body)
        return try JSONBody.response(await control.resume())
    }
    router.only(.post, "/api/problems/{id}/retry") { request, context in
        try await JSONBody.nothing(in: request.body)
        let written = context.parameters.get("id") ?? ""
        guard let id = Int64(written), id > 0 else {
            throw ControlError(
                .badRequest, "a problem's number is a whole number from 1",
                hint: "`audiowatch problems` lists them")
        }
        return try JSONBody.response(await control.retryProblem(id), status: .accepted)
    }
    router.only(.post, "/api/prune") { request, _ in
        // As above: what has been forgotten by then is forgotten.
        let result = try await request.body.consumeWithCancellationOnInboundClose { body in
            let wish = try await JSONBody.value(
                PruneRequest.self, knowing: ["olderThanSeconds", "mayTakeMost"], in: body)
            try check(seconds: wish.olderThanSeconds, of: "olderThanSeconds")
            return try await cancelWhenGracefulShutdown { try await control.prune(wish) }
        }
        return try JSONBody.response(result)
    }
    router.only(.post, "/api/configuration/reload") { request, _ in
        try await JSONBody.nothing(in: request.body)
        return try JSONBody.response(await control.reload())
    }
    router.only(.post, "/api/recount") { request, _ in
        try await JSONBody.nothing(in: request.body)
        return try JSONBody.response(await control.recount())
    }
}

private func check(seconds: Double?, of key: String) throws(ControlError) {
    guard let seconds else { return }
    guard seconds.isFinite, seconds >= 0, seconds <= ControlTime.longest else {
        throw ControlError(
            .badRequest, "\"\(key)\" is a number of seconds from 0 to \(Int(ControlTime.longest))",
            hint: "leave it out for no limit")
    }
}
