// SPDX-License-Identifier: Apache-2.0

/// Where calls are kept. Implementations prove themselves with `CallStoreConformance` of SwitchboardTesting.
///
/// The journal is the only writer and calls ``append(_:)`` one batch at a time; everybody may read.
public protocol CallStore: Sendable {
    /// Keeps events, all or none, durably when it returns (a process crash loses nothing).
    ///
    /// Gives every event the next sequence number of its call and every spoken line the next line number. An event
    /// whose id is there already is not stored again and comes back as it was stored.
    ///
    /// - Parameter events: in the order they happened.
    /// - Returns: the events as stored, in the same order.
    /// - Throws: ``StoreError``; `.rejected` when an event can never be stored (e.g. the call was never received),
    ///   `.unavailable` when trying again may help.
    func append(_ events: [CallEvent]) async throws -> [StoredCallEvent]

    /// One call, or `nil` if it is unknown.
    func call(_ id: CallID) async throws -> CallRecord?

    /// The first call that was ordered by this name (``CallPlan/order``), or `nil` if there is none.
    func call(orderedAs order: String) async throws -> CallRecord?

    /// A page of calls, newest first.
    ///
    /// - Throws: ``StoreError`` `.invalidQuery` for a cursor that is none of this store's.
    func calls(_ query: CallQuery) async throws -> CallPage

    /// The transcript in order; empty if the call is unknown or nobody spoke.
    func transcript(of id: CallID) async throws -> [TranscriptLine]

    /// The events of a call in order.
    func events(of id: CallID) async throws -> [StoredCallEvent]

    /// Whether the store can be reached now; used in the background for health, never on a request's path.
    func ping() async throws
}
