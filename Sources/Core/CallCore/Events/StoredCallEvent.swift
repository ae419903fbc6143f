// SPDX-License-Identifier: Apache-2.0

/// An event that is safely in the store.
public struct StoredCallEvent: Sendable, Hashable, Codable {
    /// The event.
    public var event: CallEvent
    /// Counts the events of the call from 1, without gaps.
    public var sequence: Int
    /// For ``CallEvent/Kind/spoken(_:)``: counts the lines of the call's transcript from 1, without gaps.
    public var line: Int?

    /// Creates a stored event.
    public init(event: CallEvent, sequence: Int, line: Int?) {
        self.event = event
        self.sequence = sequence
        self.line = line
    }
}
