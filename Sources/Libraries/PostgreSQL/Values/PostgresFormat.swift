// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// The two ways in which PostgreSQL writes values (its documentation, "Formats and Format Codes").
public enum PostgresFormat: Int32, Sendable, Hashable {
    /// As in SQL and `psql`.
    case text = 0
    /// As in the server's memory, in network byte order.
    case binary = 1
}
#endif
