public import AudiowatchCore
import HTTPTypes
import Hummingbird
public import SQLiteCatalog
public import SystemPackage

/// Everything that the daemon's routes are made of: the same on the control socket and on TCP.
public struct DashboardRoutes: Sendable {
    private let control: DaemonControl
    private let questions: Questions
    private let events: EventHub
    private let assets: PageAssets
    private let decode: Decode
    private let peaks: PeakStore?

    /// Asks nothing yet. `search` answers from an index, off the cooperative pool; nil where it cannot. `decode`
    /// makes sounds of files, and `peaks` is the file in which waveforms are kept.
    public init(
        control: DaemonControl, catalog: Catalog, events: EventHub, assets: PageAssets,
        search: @escaping @Sendable (SearchQuestion, SearchMoment) -> SearchAnswer? = { _, _ in nil
        },
        decode: Decode? = nil, peaks: FilePath? = nil
    ) {
        self.control = control
        questions = Questions(catalog, search: search)
        self.events = events
        self.assets = assets
        self.decode = decode ?? decodesNothing
        self.peaks = peaks.map { PeakStore(at: $0) }
    }

    /// The routes, behind `guarding` where there are strangers.
    func router(guarding page: PageGuard? = nil) -> Router<DashboardContext> {
        let router = Router(context: DashboardContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: AnswerHeaders())
        router.add(middleware: OneErrorShape())
        if let page { router.add(middleware: page) }
        addControlRoutes(to: router, control)
        addSourceRoutes(to: router, control)
        addFileRoutes(to: router, questions, events)
        addFacetRoute(to: router, questions)
        addListRoutes(to: router, questions, control)
        addDuplicateRoutes(to: router, questions, control)
        addAnnotationRoute(to: router, control)
        addRevealRoutes(to: router, questions, control)
        addEventRoutes(to: router, events)
        let reader = AudioReader()
        addAudioRoutes(to: router, questions, reader, decode: decode)
        addSoundCardRoute(to: router, control)
        addPeakRoutes(to: router, questions, Waveforms(reader, decode: decode, store: peaks))
        addMetricsRoute(to: router, control, events)
        addDescriptionRoute(to: router)
        addSessionRoute(to: router, page?.sessions)
        addPageRoutes(to: router, assets)
        return router
    }
}

extension HTTPRequest.Method {
    /// A question with a body: draft-ietf-httpbis-safe-method-w-body.
    fileprivate static var query: Self { Self("QUERY") ?? .options }
}

extension Router<DashboardContext> {
    /// One path with its only method; every other method answers 405 and names it, where Hummingbird
    /// alone would say 404.
    func only(
        _ method: HTTPRequest.Method, _ path: RouterPath,
        _ handler: @escaping @Sendable (Request, DashboardContext) async throws -> Response
    ) {
        on(path, method: method, use: handler)
        // HEAD follows GET by itself, allowed or not.
        let allowed = method == .get ? "GET, HEAD" : method.rawValue
        for other: HTTPRequest.Method in [
            .get, .post, .put, .delete, .patch, .options, .trace, .connect, .query,
        ]
        where other != method {
            on(path, method: other) { request, _ -> Response in
                try OneErrorShape.answer(
                    ControlError(
                        .methodNotAllowed, "\(request.uri.path) takes \(method.rawValue) only"),
                    headers: [.allow: allowed])
            }
        }
    }
}
