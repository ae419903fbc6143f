// SPDX-License-Identifier: Apache-2.0

/// One request to Supabase that ended, for metrics and logs.
package struct SupabaseAttempt: Sendable {
    /// Which function was called.
    package var function: String
    /// Which try it was; the first is 1.
    package var number: Int
    /// How long it took, without waiting for its turn.
    package var duration: Duration
    /// The HTTP status; `nil` when there was no answer.
    package var status: Int?
    /// How it failed; `nil` when it did not.
    package var error: SupabaseError?
    /// After how long it is tried again; `nil` when it is not.
    package var retriesAfter: Duration?

    /// How it failed, as a word.
    package var outcome: SupabaseOutcome? {
        guard case .failed(let outcome) = self.error?.code else { return nil }
        return outcome
    }

    /// `2xx`, `4xx`, …, or `none`.
    package var statusClass: String {
        self.status.map { "\($0 / 100)xx" } ?? "none"
    }
}
