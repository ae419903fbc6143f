// SPDX-License-Identifier: Apache-2.0

/// What can be asked about calls. Every store answers alike; `CallStoreConformance` of SwitchboardTesting says how.
public protocol CallReading: Sendable {
    /// One call, or `nil` if it is unknown.
    func call(_ id: CallID) async throws -> CallRecord?

    /// The first call that was ordered by this name (``CallPlan/order``), or `nil` if there is none.
    func call(orderedAs order: String) async throws -> CallRecord?

    /// A page of calls, newest first.
    ///
    /// - Throws: ``StoreError`` `.invalidQuery` for a cursor that is none of this store's.
    func calls(_ query: CallQuery) async throws -> CallPage

    /// The transcript in the order of speech: by time, and lines of the same time as they were stored. Numbered from 1
    /// without gaps. Empty if the call is unknown or nobody spoke.
    func transcript(of id: CallID) async throws -> [TranscriptLine]

    /// The events of a call in the order in which they were stored.
    func events(of id: CallID) async throws -> [StoredCallEvent]

    /// A page of lines that hold all words of a search, newest first.
    ///
    /// - Throws: ``StoreError`` `.invalidQuery` for a search without words and for a cursor that is none of this store's.
    func search(_ query: TranscriptQuery) async throws -> TranscriptMatches

    /// Whether the store can be reached now; used in the background for health, never on a request's path.
    func ping() async throws
}
