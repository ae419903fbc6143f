// SPDX-License-Identifier: Apache-2.0

/// Where calls are kept. Implementations prove themselves with `CallStoreConformance` of SwitchboardTesting.
///
/// The journal is the only writer of its store and calls ``append(_:)`` one batch at a time; a store that several
/// servers share takes batches from all of them at once. Everybody may read.
public protocol CallStore: CallReading, CallErasing {
    /// Keeps events, all or none, durably when it returns (a process crash loses nothing).
    ///
    /// Gives every event the next sequence number of its call and every spoken line the next line number, in the order
    /// of arrival. An event whose id is there already is not stored again and comes back as it was stored. An event that
    /// is older than others of its call (its server was away) counts for the record as if it had come in time; see
    /// ``CallFold``.
    ///
    /// - Parameter events: in the order they happened.
    /// - Returns: the events as stored, in the same order.
    /// - Throws: ``StoreError``; `.rejected` when an event can never be stored (e.g. the call was never received),
    ///   `.unavailable` when trying again may help.
    func append(_ events: [CallEvent]) async throws -> [StoredCallEvent]
}
