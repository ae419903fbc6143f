// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Bounds what retries add to the load of a dependency that fails, over everybody who uses it.
///
/// A bucket of tokens, shared by all requests of one client: each request brings a share of a token, each retry takes a
/// whole one. With the default share of 10 % a dependency that fails for long sees at most 1.1 times the requests it
/// would have seen anyway, besides the few the bucket was filled with (AWS SDKs' retry quota; "The Site Reliability
/// Workbook", handling overload). Retry at one layer only, or budgets multiply.
public final class RetryBudget: Sendable {
    private let share: Int
    private let capacity: Int
    private let tokens: Mutex<Int>

    /// One token is this many parts, so that shares are exact.
    private static let token = 1_000

    /// A full budget.
    ///
    /// `share` is what each request adds, from 0 to 1. `capacity` is how many retries may come at once after a quiet
    /// time.
    public init(share: Double = 0.1, capacity: Int = 10) {
        self.share = Int((min(max(share, 0), 1) * Double(Self.token)).rounded())
        self.capacity = max(0, min(capacity, 1 << 32)) * Self.token
        self.tokens = Mutex(self.capacity)
    }

    /// Notes a request (not a retry).
    public func noteRequest() {
        self.tokens.withLock { $0 = min($0 + self.share, self.capacity) }
    }

    /// Takes a token for one retry; `false` when there is none, and then there must be no retry.
    public func takeRetry() -> Bool {
        self.tokens.withLock { tokens in
            guard tokens >= Self.token else { return false }
            tokens -= Self.token
            return true
        }
    }

    /// How many retries may come right now.
    public var available: Int { self.tokens.withLock { $0 / Self.token } }
}
