// SPDX-License-Identifier: Apache-2.0

extension CallJournal {
    /// What the reader answers; `nil` if it fails, or takes longer than `limit` by the journal's clock.
    ///
    /// The tasks are unstructured because a store that hangs would hold a task group up; both are cancelled as soon as one
    /// of them has settled the matter.
    func ask<Value: Sendable>(
        within limit: Duration,
        _ question: @escaping @Sendable (any CallReading) async throws -> Value
    ) async -> Value? {
        let waiter = Waiter<Value?>()
        let asking = Task { [reader] in
            waiter.settle(.success(try? await question(reader)))
        }
        let waiting = Task { [clock] in
            // Cancelled: it is settled already.
            try? await clock.sleep(for: limit)
            waiter.settle(.success(nil))
        }
        defer {
            asking.cancel()
            waiting.cancel()
        }
        return (try? await waiter.value()) ?? nil
    }
}
