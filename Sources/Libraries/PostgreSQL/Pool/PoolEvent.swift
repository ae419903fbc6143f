// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// What happens to a pool.
enum PoolEvent: Sendable, Hashable {
    /// Somebody wants a connection, and waits until then.
    case wanted(by: Int, until: Duration)
    /// Somebody does not want one any more.
    case withdrawn(Int)
    /// Whoever had this connection has it no more.
    case released(Int, isReusable: Bool)
    case connected(Int)
    /// `isFinal`: trying again makes no sense until somebody changes something.
    case connectFailed(Int, isFinal: Bool)
    /// The answer to ``PoolAction/check(_:)``.
    case checked(Int, isAlive: Bool)
    /// The connection is gone, by whomever.
    case closed(Int)
    /// Time has passed.
    case tick
    /// Nobody gets a connection any more; whoever has one may keep it until then.
    case shutdown(until: Duration)
}
#endif
