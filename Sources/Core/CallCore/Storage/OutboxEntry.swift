// SPDX-License-Identifier: Apache-2.0

/// An event that waits to be delivered.
public struct OutboxEntry: Sendable, Hashable {
    /// Its place in the journal; grows with every event.
    public var position: Int64
    /// The event.
    public var event: CallEvent

    /// Creates an entry.
    public init(position: Int64, event: CallEvent) {
        self.position = position
        self.event = event
    }
}
