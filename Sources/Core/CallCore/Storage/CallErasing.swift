// SPDX-License-Identifier: Apache-2.0

/// Erases calls: a store its own, or several places at once where calls are kept in more than one.
public protocol CallErasing: Sendable {
    /// Erases calls that are over, with everything that is known of them; those that go on stay.
    ///
    /// - Parameters:
    ///   - selection: which calls.
    ///   - limit: at most so many, the oldest first, so that nobody waits long; ask again until none is erased.
    /// - Returns: how many calls were erased.
    /// - Throws: ``StoreError``; calls that were erased before stay erased.
    func erase(_ selection: CallSelection, limit: Int) async throws -> Int
}
