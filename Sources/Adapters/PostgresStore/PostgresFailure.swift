// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import CallStorage
import PostgreSQL

/// What PostgreSQL's failures mean for a store.
///
/// The server's own words stand in an error only where they name things of the database (roles, tables, addresses):
/// elsewhere they quote values, and a value may be what a caller said.
enum PostgresFailure {
    static func storeError(_ error: PostgresError, of function: String) -> StoreError {
        guard let state = error.sqlState else { return Self.withoutState(error, of: function) }
        if ["42P01", "42883", "3F000"].contains(state) { return MissingFunction(function).storeError }
        switch state.prefix(2) {
        case "22", "23", "54": return StoreError(.rejected, "PostgreSQL does not take it: \(Self.facts(error, state))")
        case "28", "3D": return Self.refused(error, state)
        case "42" where state == "42501": return Self.refused(error, state)
        case "57" where state == "57014": return Self.slow(state)
        case "08", "53", "57", "58", "25", "40", "55":
            return StoreError(.unavailable, "PostgreSQL cannot do it now (\(state)): \(error.message)")
        default: return StoreError(.unavailable, "PostgreSQL failed: \(Self.facts(error, state))")
        }
    }

    private static func withoutState(_ error: PostgresError, of function: String) -> StoreError {
        switch error.code {
        case .invalidParameter: StoreError(.rejected, "PostgreSQL cannot be sent this: \(error.message)")
        case .timedOut: Self.slow("no answer in time")
        case .resultTooLarge:
            StoreError(
                .unavailable,
                "the answer of \(function) is too large: \(error.message)",
                wantsSmallerBatch: true
            )
        case .refused: Self.refused(error, "refused")
        default: StoreError(.unavailable, "PostgreSQL cannot be reached (\(error.code)): \(error.message)")
        }
    }

    private static func slow(_ reason: String) -> StoreError {
        StoreError(
            .unavailable,
            "PostgreSQL took too long (\(reason)); look for load, locks and missing indexes",
            wantsSmallerBatch: true
        )
    }

    private static func refused(_ error: PostgresError, _ state: String) -> StoreError {
        StoreError(
            .unavailable,
            "PostgreSQL lets this server not in (\(state)): \(error.message); check user, password, database and grants"
        )
    }

    /// The class of the error and what it is about.
    private static func facts(_ error: PostgresError, _ state: String) -> String {
        let subject = [error.subject.table, error.subject.column, error.subject.constraint].compactMap(\.self)
        return "SQLSTATE \(state)" + (subject.isEmpty ? "" : " (\(subject.joined(separator: ", ")))")
    }
}
#endif
