// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// What a pool wants done.
enum PoolAction: Sendable, Hashable {
    enum Refusal: Sendable, Hashable {
        /// The time to wait is over. `isConnected`: there are connections, but others had them.
        case timedOut(isConnected: Bool)
        /// Too many wait.
        case tooManyWaiting
        /// There is no connection, and none is tried for this long.
        case unreachable(retryAfter: Duration)
        case shutDown
    }

    /// Open a connection of this number; answer with ``PoolEvent/connected(_:)`` or
    /// ``PoolEvent/connectFailed(_:isFinal:)``.
    case connect(Int)
    /// Ask a connection whether it lives; answer with ``PoolEvent/checked(_:isAlive:)``.
    case check(Int)
    /// Close a connection (or break off opening it); answer with ``PoolEvent/closed(_:)`` (or
    /// ``PoolEvent/connectFailed(_:isFinal:)``).
    case close(Int, isUrgent: Bool)
    case lend(Int, to: Int)
    case refuse(Int, Refusal)
    case tell(reachable: Bool, retryAfter: Duration)
    /// The shutdown is over: there is no connection any more.
    case finished
}
#endif
