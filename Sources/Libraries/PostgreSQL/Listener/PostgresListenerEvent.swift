// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// What a listener tells.
public enum PostgresListenerEvent: Sendable {
    /// It listens, for the first time or again: whatever was notified before is lost. Look at everything once.
    case connected
    /// Somebody notified.
    case notification(PostgresNotification)
    /// So many notifications came while nobody took them, and are lost. Look at everything once.
    case missed(Int)
    /// It does not listen, and tries to connect again; ``connected`` follows some time. Told once for each outage.
    case disconnected(PostgresError)
}
#endif
