// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// How a pool stands, and what it has done since it was made.
public struct PostgresPoolSnapshot: Sendable, Hashable {
    /// Connections, those that are being opened and closed included.
    public var size = 0
    /// Of them, those nobody uses.
    public var idle = 0
    /// Of them, those somebody uses.
    public var busy = 0
    /// Of them, those that are being opened.
    public var connecting = 0
    /// Who waits for a connection now.
    public var waiting = 0
    /// How often a connection was lent.
    public var lent = 0
    /// Of these, how often somebody had to wait.
    public var waits = 0
    /// How long those who had to wait waited, all together.
    public var waited = Duration.zero
    /// The longest anybody waited.
    public var longestWait = Duration.zero
    /// Who waited in vain.
    public var timeouts = 0
    /// Who was refused, because too many waited or no server was there.
    public var refusals = 0
    /// Connections opened.
    public var connects = 0
    /// Connections that could not be opened.
    public var connectFailures = 0
    /// Connections closed because nobody needed them.
    public var closedIdle = 0
    /// Connections closed because they were old.
    public var closedOld = 0
    /// Connections that broke, or were left in a state nobody knows.
    public var closedBroken = 0
    /// Idle connections that did not answer when they were asked whether they live.
    public var failedChecks = 0
    /// Whether nothing is tried because connecting has failed again and again.
    public var isUnreachable = false
}
#endif
