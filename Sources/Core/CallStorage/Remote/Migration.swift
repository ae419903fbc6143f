// SPDX-License-Identifier: Apache-2.0

/// A step by which the shared store comes to have its tables and functions: a file of `supabase/migrations`.
///
/// A migration that has been released is never changed.
package struct Migration: Sendable, Hashable {
    /// Digits, `YYYYMMDDHHMMSS`: its place in the history.
    package let version: String
    /// What stands behind the version in the file's name; begins with `switchboard`.
    package let name: String
    /// What `switchboard_version` answers once it is applied; 0 if it does not exist by then.
    package let schema: Int
    /// The statements, one transaction.
    package let sql: String

    /// The file's name.
    package var file: String { "\(self.version)_\(self.name).sql" }

    /// What `switchboard_version` answers when all are applied.
    package static let schemaVersion = 1

    /// All, in the order in which they are applied.
    package static let all = [
        Migration(version: "20261123000000", name: "switchboard", schema: 0, sql: Self.tables),
        Migration(version: "20261123000001", name: "switchboard_functions", schema: 1, sql: Self.functions),
    ]

    /// The statements of all, for those who apply them by hand.
    package static var script: String {
        Self.all.map { "-- \($0.file)\n\($0.sql)" }.joined(separator: "\n")
    }
}
