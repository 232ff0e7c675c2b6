/// Why the daemon does not do what it was asked: one shape for every route, `{"error": {code, message, hint}}`.
public struct ControlError: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    /// What kind; stable words, part of the JSON.
    public enum Code: String, Sendable, Codable, CaseIterable {
        /// The request makes no sense as written.
        case badRequest = "bad-request"
        /// No such route, source, problem or ticket.
        case notFound = "not-found"
        /// The route exists, but not for this method.
        case methodNotAllowed = "method-not-allowed"
        /// It contradicts what is so at the moment.
        case conflict
        /// No token was shown, or a wrong one.
        case unauthorized
        /// Not for this asker: another web page, another user of this machine, too little said.
        case forbidden
        /// It was asked under a name that is not the server's.
        case misdirected
        /// It is no longer offered in this way.
        case gone
        /// The body is of a type that no route takes.
        case unsupportedType = "unsupported-type"
        /// The bytes asked for are not in the file.
        case unsatisfiable
        /// The body is longer than the server takes.
        case tooLarge = "too-large"
        /// The daemon cannot do it now: it is starting, ending, or its disk is full.
        case unavailable
        /// A mistake inside the daemon; its log says more.
        case `internal`
    }

    /// What kind.
    public var code: Code
    /// One sentence with the facts.
    public var message: String
    /// What to do, one sentence; nil where nothing helps.
    public var hint: String?
    /// Where in the text that was sent, in UTF-16 units as browsers count; only of a search.
    public var range: Range<Int>?

    /// All values.
    public init(
        _ code: Code, _ message: String, hint: String? = nil, range: Range<Int>? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.range = range
    }

    /// The sentence, and the way out after it.
    public var description: String { hint.map { "\(message): \($0)" } ?? message }
}

/// The body of every answer that is an error.
public struct ControlErrorBody: Hashable, Sendable, Codable {
    /// The error.
    public var error: ControlError

    /// Wraps it.
    public init(_ error: ControlError) {
        self.error = error
    }
}
