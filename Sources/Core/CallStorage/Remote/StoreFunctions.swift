// SPDX-License-Identifier: Apache-2.0

/// The functions of a shared store, however they are reached: a PostgreSQL connection or Supabase's REST interface.
///
/// Every function takes one JSON value and answers one; `docs/postgres.md` lists them. All that is known about calls is
/// known above this protocol, in ``RemoteCallStore``, and below it, in `supabase/migrations`; what lies between only
/// carries bytes.
package protocol StoreFunctions: Sendable {
    /// Calls one function of the shared store: JSON in, JSON out.
    ///
    /// Throws ``CallCore/StoreError``: `.unavailable` when trying again may help, and then the function may or may not
    /// have run; `.rejected` when it never will, and it has changed nothing. If the store does not know the function, the
    /// error's cause is a ``MissingFunction``.
    func call(_ function: String, _ argument: [UInt8]) async throws -> [UInt8]

    /// Whether the store can be reached now.
    func ping() async throws

    /// Lets go of connections; everything later is `.unavailable`.
    func close() async
}
