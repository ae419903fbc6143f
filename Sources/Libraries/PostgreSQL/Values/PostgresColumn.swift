// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// A column of a result.
public struct PostgresColumn: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// The object id of its type: 25 is `text`, 3802 `jsonb`, 17 `bytea` (`select oid, typname from pg_type`).
    public let type: UInt32
    /// How its values are written.
    public let format: PostgresFormat
}
#endif
