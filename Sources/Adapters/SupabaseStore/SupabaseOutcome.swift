// SPDX-License-Identifier: Apache-2.0

/// How a request to Supabase ended other than well. ``SupabaseRetryTable`` says what follows from each.
package enum SupabaseOutcome: String, Sendable, Hashable, CaseIterable {
    // MARK: Nothing was sent.

    /// Every place is taken, and it took too long until one was free.
    case overloaded
    /// The circuit breaker is open.
    case breakerOpen = "breaker_open"
    /// The request is larger than we send.
    case requestTooLong = "request_too_long"
    /// The host's name is unknown: a typing error, or a project that was paused or deleted.
    case hostUnknown = "host_unknown"
    /// No connection, no TLS.
    case notConnected = "not_connected"

    // MARK: No whole answer came.

    /// A connection was closed before an answer began: often one that had been idle.
    case connectionLost = "connection_lost"
    /// The answer was cut.
    case answerCut = "answer_cut"
    /// No answer in time.
    case timedOut = "timed_out"
    /// The answer is larger than we read.
    case answerTooLong = "answer_too_long"
    /// A success that is not JSON: somebody else answered.
    case answerUnreadable = "answer_unreadable"

    // MARK: The gateway or the platform answered.

    /// 429.
    case rateLimited = "rate_limited"
    /// 402: a quota is used up or a bill is open.
    case restricted
    /// 540: the project is paused.
    case paused
    /// 413, 414, 431, and 400 for headers.
    case requestTooLarge = "request_too_large"
    /// 502, 503, 504, 520 to 530, 544 without a code of PostgREST.
    case gatewayFailed = "gateway_failed"

    // MARK: The key or a privilege is missing.

    /// 401 PGRST303 "JWT issued at future": the gateway's clock and PostgREST's differ for a moment.
    case clockSkew = "clock_skew"
    /// Any other 401.
    case keyRefused = "key_refused"
    /// 403 42501.
    case notPermitted = "not_permitted"

    // MARK: PostgREST or PostgreSQL answered.

    /// 504 PGRST003: none of PostgREST's connections became free.
    case poolExhausted = "pool_exhausted"
    /// 503 PGRST000, PGRST002: the database is away or starting.
    case databaseAway = "database_away"
    /// 53…: PostgreSQL has no connection, memory or disk left.
    case databaseFull = "database_full"
    /// 503 PGRST001, 57P01, 08…: the database's connection ended, perhaps at COMMIT.
    case databaseLost = "database_lost"
    /// 500 57014: the statement ran out of time.
    case statementTimeout = "statement_timeout"
    /// 404 PGRST202, PGRST205, 400 PGRST204 and their SQLSTATEs: not migrated, or PostgREST does not know it yet.
    case notMigrated = "not_migrated"
    /// 409 PT409, and 40001 or 40P01 of a PostgREST that passes them on.
    case conflict
    /// 500 21000: the same row twice; the same request fails always.
    case repeatedRow = "repeated_row"
    /// 22…, 23…, 54…, P0001: the data cannot be stored.
    case badData = "bad_data"
    /// Any other 5xx.
    case databaseFailed = "database_failed"
    /// Any other status.
    case refused

    /// What follows.
    package var rule: SupabaseRetryTable.Rule { SupabaseRetryTable.rule(for: self) }
}
