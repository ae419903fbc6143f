// SPDX-License-Identifier: Apache-2.0

extension RetryPolicy {
    /// Does something until it succeeds or the policy gives up, and throws the last failure then.
    ///
    /// ```swift
    /// let call = try await policy.retrying(budget: budget, verdict: TwilioRetry.verdict) { attempt in
    ///     try await client.fetch(sid)
    /// }
    /// ```
    /// `operation` gets the number of its attempt, from 1. `verdict` says of a failure whether another attempt makes
    /// sense. `onFailure` hears of each failed attempt and what follows. Cancellation ends a wait at once and is never
    /// retried: then `CancellationError` is thrown.
    public func retrying<Value>(
        budget: RetryBudget? = nil,
        clock: any Clock<Duration> = ContinuousClock(),
        random: some RandomNumberGenerator = SystemRandomNumberGenerator(),
        onFailure: (RetryAttempt) -> Void = { _ in },
        verdict: (any Error) -> RetryVerdict,
        operation: (_ attempt: Int) async throws -> Value
    ) async throws -> Value {
        let timepiece = Timepiece(clock)
        var random = random
        var number = 1
        budget?.noteRequest()
        while true {
            try Task.checkCancellation()
            do {
                return try await operation(number)
            } catch {
                try Task.checkCancellation()
                let wait =
                    error is CancellationError
                    ? nil
                    : self.wait(
                        afterFailure: number,
                        verdict: verdict(error),
                        elapsed: timepiece.now,
                        using: &random
                    )
                let outcome = Self.outcome(wait, budget)
                onFailure(RetryAttempt(number: number, error: error, outcome: outcome))
                guard case .willRetry(let wait) = outcome else { throw error }
                try await clock.sleep(for: wait)
                number += 1
            }
        }
    }

    private static func outcome(_ wait: Duration?, _ budget: RetryBudget?) -> RetryAttempt.Outcome {
        guard let wait else { return .gaveUp }
        guard let budget, !budget.takeRetry() else { return .willRetry(after: wait) }
        return .budgetSpent
    }
}
