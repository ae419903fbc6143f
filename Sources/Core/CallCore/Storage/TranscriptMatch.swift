// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A line that was searched for.
public struct TranscriptMatch: Sendable, Hashable {
    /// The call in which it was said.
    public var call: CallID
    /// The event that brought it.
    public var id: EventID
    /// When it was recorded, by the wall clock.
    public var time: Date
    /// What was said.
    public var line: SpokenLine

    /// Creates a match.
    public init(call: CallID, id: EventID, time: Date, line: SpokenLine) {
        self.call = call
        self.id = id
        self.time = time
        self.line = line
    }
}
