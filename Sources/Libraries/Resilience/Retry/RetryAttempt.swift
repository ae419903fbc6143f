// SPDX-License-Identifier: Apache-2.0

/// An attempt that failed, and what follows; for logs and metrics.
public struct RetryAttempt: Sendable {
    /// What follows a failed attempt.
    public enum Outcome: Sendable, Hashable {
        /// Another attempt after this wait.
        case willRetry(after: Duration)
        /// None: the verdict said so, or attempts or time are used up.
        case gaveUp
        /// None, although the policy would have allowed one: the shared budget is spent.
        case budgetSpent
    }

    /// Which attempt it was; the first is 1.
    public let number: Int
    /// How it failed.
    public let error: any Error
    /// What follows.
    public let outcome: Outcome
}
