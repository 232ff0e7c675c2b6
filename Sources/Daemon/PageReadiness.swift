import Synchronization

/// Where the page can be opened, once it can, and whether the daemon can be asked in every way.
final class PageReadiness: Sendable {
    private struct State {
        var page: String?
        var isControlled = false
    }

    private let state = Mutex(State())

    /// The page's address; nil until it is served.
    var address: String? { state.withLock { $0.page } }

    /// The page is served; true when that was the last thing missing.
    func serves(_ page: String) -> Bool {
        state.withLock { state in
            state.page = page
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
