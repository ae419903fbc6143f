// SPDX-License-Identifier: Apache-2.0

/// What a rate limit says about one request.
public enum RateLimitAnswer: Sendable, Hashable {
    /// It may pass. `remaining` more may come at once; after `reset` without any, the whole burst is there again.
    case allowed(remaining: Int, reset: Duration)
    /// It must not pass. The same request may pass after `retryAfter`, if nothing else comes meanwhile.
    case limited(retryAfter: Duration)

    /// Whether it may pass.
    public var isAllowed: Bool {
        switch self {
        case .allowed: true
        case .limited: false
        }
    }

    /// How long to wait, when it may not pass.
    public var retryAfter: Duration? {
        switch self {
        case .allowed: nil
        case .limited(let retryAfter): retryAfter
        }
    }
}
