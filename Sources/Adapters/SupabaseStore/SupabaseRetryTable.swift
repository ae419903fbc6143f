// SPDX-License-Identifier: Apache-2.0

package import CallCore

/// What follows from each outcome, in one place: whether the function ran, what may be sent again, and what the store's
/// callers hear.
package enum SupabaseRetryTable {
    /// What a failed request did in the database.
    package enum Effect: Sendable, Hashable {
        /// It never got there.
        case notExecuted
        /// It may have been committed.
        case unknown
        /// It ran and left nothing behind.
        case rolledBack
    }

    /// What may be sent again.
    package enum Repeats: Sendable, Hashable {
        /// Nothing: it would end the same way.
        case nothing
        /// What may run twice without harm.
        case idempotent
        /// Anything.
        case anything
        /// Anything, but only while PostgREST may not know the schema yet.
        case whileStarting
    }

    /// One row.
    package struct Rule: Sendable, Hashable {
        /// What happened in the database.
        package var effect: Effect
        /// What may be sent again.
        package var repeats: Repeats
        /// The shortest wait before that.
        package var floor: Duration = .milliseconds(500)
        /// The first time, it is sent again at once.
        package var repeatsAtOnce = false
        /// Whether it speaks against Supabase, for the circuit breaker.
        package var counts = false
        /// Whether a smaller batch may go through.
        package var mayFitInHalf = false
        /// What the store's callers hear. Rejected is only what is wrong with the data: all else can be mended without
        /// touching them.
        package var code: StoreError.Code = .unavailable
    }

    /// The row of an outcome.
    package static func rule(for outcome: SupabaseOutcome) -> Rule {
        switch outcome {
        case .overloaded, .breakerOpen:
            Rule(effect: .notExecuted, repeats: .nothing)
        case .requestTooLong, .requestTooLarge:
            Rule(effect: .notExecuted, repeats: .nothing, mayFitInHalf: true, code: .rejected)
        case .hostUnknown, .notConnected, .databaseAway:
            Rule(effect: .notExecuted, repeats: .anything, counts: true)
        case .poolExhausted:
            Rule(effect: .notExecuted, repeats: .anything, floor: .seconds(1), counts: true)
        case .clockSkew:
            Rule(effect: .notExecuted, repeats: .anything, floor: .seconds(1))
        case .rateLimited:
            Rule(effect: .notExecuted, repeats: .anything, floor: .seconds(1))
        case .connectionLost:
            Rule(effect: .unknown, repeats: .idempotent, repeatsAtOnce: true, counts: true)
        case .answerCut, .timedOut, .answerUnreadable, .gatewayFailed, .databaseLost:
            Rule(effect: .unknown, repeats: .idempotent, counts: true)
        case .answerTooLong:
            Rule(effect: .unknown, repeats: .nothing, code: .unreadable)
        case .restricted, .paused, .keyRefused, .notPermitted:
            Rule(effect: .notExecuted, repeats: .nothing, counts: true)
        case .notMigrated:
            Rule(effect: .notExecuted, repeats: .whileStarting)
        case .databaseFull, .conflict:
            Rule(effect: .rolledBack, repeats: .anything)
        case .statementTimeout:
            Rule(effect: .rolledBack, repeats: .nothing, mayFitInHalf: true)
        case .repeatedRow, .badData:
            Rule(effect: .rolledBack, repeats: .nothing, code: .rejected)
        case .databaseFailed, .refused:
            Rule(effect: .rolledBack, repeats: .nothing)
        }
    }
}
