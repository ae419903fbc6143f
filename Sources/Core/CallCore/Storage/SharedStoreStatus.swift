// SPDX-License-Identifier: Apache-2.0

/// How the store is doing that several servers share, as this server sees it.
public struct SharedStoreStatus: Sendable, Hashable {
    /// What can be said of it in one word.
    public enum State: String, Sendable, Hashable {
        /// It takes events.
        case ok
        /// It does not answer, or refuses; events wait in the journal, calls go on.
        case failing
        /// It has not the tables and functions that this version needs.
        case notMigrated = "not_migrated"
    }

    /// `postgres`, `supabase`.
    public var name: String
    /// In one word.
    public var state: State
    /// Events that wait in the journal.
    public var backlog: Int
    /// How long the oldest of them waits.
    public var oldest: Duration?
    /// Events it would never take; they are kept.
    public var aside: Int

    /// Creates a status.
    public init(name: String, state: State, backlog: Int, oldest: Duration?, aside: Int) {
        self.name = name
        self.state = state
        self.backlog = backlog
        self.oldest = oldest
        self.aside = aside
    }
}
