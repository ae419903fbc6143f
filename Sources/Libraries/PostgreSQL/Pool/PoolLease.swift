// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// A connection in somebody's hands.
struct PoolLease: Sendable {
    let id: Int
    let connection: PostgresConnection
}
#endif
