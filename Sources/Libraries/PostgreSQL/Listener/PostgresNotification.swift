// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// What somebody said by `NOTIFY`.
public struct PostgresNotification: Sendable, Hashable {
    /// The channel's name.
    public let channel: String
    /// The text, less than 8,000 bytes; empty when there was none.
    public let payload: String
    /// The process id of the server's session that said it.
    public let processID: Int
}
#endif
