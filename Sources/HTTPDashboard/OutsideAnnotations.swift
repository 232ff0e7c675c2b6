import AudiowatchCore
import Hummingbird
import NIOCore

/// What outside tools say of contents: lines of JSON, each taken or refused by itself.
func addAnnotationRoute(to router: Router<DashboardContext>, _ control: DaemonControl) {
    router.only(.post, "/api/annotations/{kind}") { request, context in
        let kind = try AnnotationKind(writing: context.parameters.get("kind") ?? "")
        let body = try await JSONBody.bytes(
            of: request.body, upTo: ServerLimits.annotationBytes)
        let batch = AnnotationBatch(kind, text: Array(body.readableBytesView))
        return try JSONBody.response(await control.annotate(batch))
    }
}
