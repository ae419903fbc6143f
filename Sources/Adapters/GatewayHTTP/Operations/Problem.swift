// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// An answer that is not the one hoped for, as RFC 9457 writes it. The only place that knows status codes.
///
/// Nothing in it tells a stranger what would have been right; that goes to the log.
struct Problem: Error, Sendable, Equatable {
    /// The status code.
    let status: HTTPResponse.Status
    /// Names the kind of problem, as the end of its `type`.
    let kind: String
    /// The kind in a few words.
    let title: String
    /// What to do about it.
    var detail: String?
    /// Several reasons at once, in snake case.
    var reasons: [String] = []
    /// What each of these reasons means.
    var explanations: [ReadinessReason] = []
    /// The field of the request that is to blame.
    var field: String?
    /// What is known of what was wanted: `unknown` where it may have been done.
    var outcome: String?
    /// Further fields of the answer.
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ kind: String, _ title: String, _ detail: String? = nil) {
        self.status = status
        self.kind = kind
        self.title = title
        self.detail = detail
    }
}

// MARK: - Anybody

extension Problem {
    static let notFound = Problem(.notFound, "not-found", "There is nothing here.")

    static func methodNotAllowed(allowed: [HTTPRequest.Method]) -> Problem {
        var problem = Problem(.methodNotAllowed, "method-not-allowed", "The method is not allowed here.")
        problem.headers[.allow] = allowed.map(\.rawValue).sorted().joined(separator: ", ")
        return problem
    }

    static func badRequest(_ detail: String) -> Problem {
        Problem(.badRequest, "bad-request", "The request makes no sense.", detail)
    }

    static func tooLarge(limit: Int) -> Problem {
        var problem = Problem(.contentTooLarge, "too-large", "The body is too large.")
        problem.detail = "At most \(limit) bytes are taken here."
        problem.headers[.connection] = "close"
        return problem
    }

    /// RFC 6585 section 4, with `Retry-After` in whole seconds.
    static func tooManyRequests(retryAfter: Duration) -> Problem {
        var problem = Problem(
            .tooManyRequests,
            "too-many-requests",
            "Too many requests came from you.",
            "Wait as long as Retry-After says."
        )
        let seconds = max(1, Int64((retryAfter / .seconds(1)).rounded(.up)))
        problem.headers[.retryAfter] = String(seconds)
        return problem
    }

    static let unexpected = Problem(
        .internalServerError,
        "unexpected",
        "Something went wrong on our side.",
        "The log has more under the request's id."
    )

    /// A status that came from below, such as the framework's own refusals.
    static func other(_ status: HTTPResponse.Status) -> Problem {
        Problem(status, "refused", status.reasonPhrase)
    }
}

// MARK: - Twilio

extension Problem {
    static let notSigned = Problem(
        .forbidden,
        "not-signed",
        "The request is not signed by Twilio for this address."
    )

    static let foreignAccount = Problem(.forbidden, "foreign-account", "The call belongs to another account.")

    static let notAForm = Problem(
        .unsupportedMediaType,
        "not-a-form",
        "Only forms are taken here.",
        "Content-Type must be application/x-www-form-urlencoded."
    )

    static let streamRefused = Problem(.forbidden, "stream-refused", "The stream is not allowed.")

    static let upgradeRequired: Problem = {
        var problem = Problem(.upgradeRequired, "upgrade-required", "Only WebSockets are spoken here.")
        problem.headers[.upgrade] = "websocket"
        problem.headers[.connection] = "Upgrade"
        return problem
    }()

    static let tooManyStreams: Problem = {
        var problem = Problem(.serviceUnavailable, "too-many-streams", "Too many streams are being opened.")
        problem.headers[.retryAfter] = "1"
        return problem
    }()
}

// MARK: - Operators and load balancers

extension Problem {
    static let unauthorised: Problem = {
        var problem = Problem(.unauthorized, "unauthorised", "An operator's key is needed.")
        problem.headers[.wwwAuthenticate] = #"Bearer realm="switchboard""#
        return problem
    }()

    static let operatorsOnly = Problem(.forbidden, "operators-only", "This is not open to you.")

    /// RFC 6750 section 3.1: the key is good, but not for this.
    static let scopeNeeded: Problem = {
        var problem = Problem(.forbidden, "scope-needed", "The key may not do this.")
        problem.headers[.wwwAuthenticate] = #"Bearer realm="switchboard", error="insufficient_scope""#
        return problem
    }()

    static let crossSite = Problem(.forbidden, "cross-site", "Another web site may not ask for this.")

    static let notJSON = Problem(
        .unsupportedMediaType,
        "not-json",
        "Only JSON is taken here.",
        "Content-Type must be application/json."
    )

    static let storeUnavailable: Problem = {
        var problem = Problem(.serviceUnavailable, "store-unavailable", "The store does not answer.")
        problem.headers[.retryAfter] = "5"
        return problem
    }()

    static let tooManyExports: Problem = {
        var problem = Problem(
            .tooManyRequests,
            "too-many-exports",
            "Too many exports go on at once.",
            "Wait until one of them is over."
        )
        problem.headers[.retryAfter] = "10"
        return problem
    }()

    static let tooManyReaders: Problem = {
        var problem = Problem(
            .tooManyRequests,
            "too-many-readers",
            "Too many watch live events already.",
            "Wait until one of them is gone, or raise EVENTS_READERS."
        )
        problem.headers[.retryAfter] = "10"
        return problem
    }()

    static let starting = Problem(.serviceUnavailable, "starting", "The server is starting.")

    static let shuttingDown: Problem = {
        var problem = Problem(.serviceUnavailable, "shutting-down", "The server shuts down; another one takes this.")
        problem.headers[.retryAfter] = "1"
        return problem
    }()

    static func notReady(_ reasons: [ReadinessReason]) -> Problem {
        var problem = Problem(.serviceUnavailable, "not-ready", "The server wants no new calls.")
        problem.reasons = reasons.map(\.reason)
        problem.explanations = reasons
        return problem
    }
}
