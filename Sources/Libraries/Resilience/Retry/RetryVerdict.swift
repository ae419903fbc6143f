// SPDX-License-Identifier: Apache-2.0

/// What a failure means for the next attempt. Decided by who knows the dependency: only a request that may be repeated
/// safely may be retried.
public enum RetryVerdict: Sendable, Hashable {
    /// It will not get better, or repeating is not safe.
    case giveUp
    /// Try again after the policy's backoff.
    case retry
    /// Try again, but not before this: what the server's `Retry-After` says (``RetryAfter``), or a wait of one's own.
    case retryAfter(Duration)
}
