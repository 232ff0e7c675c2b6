import Synchronization

/// Where the page can be opened, once it can, and whether the daemon can be asked in every way.
final class PageReadiness: Sendable {
    private struct State {
        var page: String?
        var elsewhere: [String] = []
        var isControlled = false
    }

    private let state = Mutex(State())

    /// The page's address; nil until it is served.
    var address: String? { state.withLock { $0.page } }

    /// Where other machines open it; empty where they cannot.
    var elsewhere: [String] { state.withLock { $0.elsewhere } }

    /// The page is served; true when that was the last thing missing.
    func serves(_ page: String, elsewhere: [String]) -> Bool {
        state.withLock { state in
            state.page = page
            state.elsewhere = elsewhere
            return state.isControlled
        }
    }

    /// The control socket answers; true when that was the last thing missing.
    func isControlled() -> Bool {
        state.withLock { state in
            state.isControlled = true
            return state.page != nil
        }
    }
}
