// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// What a pool tells whoever keeps its log.
public enum PostgresPoolEvent: Sendable {
    /// A connection was opened.
    case connected
    /// A connection could not be opened.
    case connectFailed(PostgresError)
    /// Connecting has failed so often that nothing is tried for this long; the last error is the reason.
    case unreachable(retryAfter: Duration)
    /// A server takes connections again.
    case reachable
    /// A connection broke while nobody used it, or did not answer when it was asked whether it lives.
    case lost(PostgresError)
}
#endif
