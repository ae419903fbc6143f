// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// How much a transaction sees of others (PostgreSQL's documentation, "Transaction Isolation").
public enum PostgresIsolation: String, Sendable, Hashable {
    /// Every statement sees what was committed before it began.
    case readCommitted = "read committed"
    /// All statements see what was committed before the first.
    case repeatableRead = "repeatable read"
    /// As if transactions ran one after another; expect SQLSTATE 40001, and repeat.
    case serializable = "serializable"
}
#endif
