// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// One line of a stored transcript.
public struct TranscriptLine: Sendable, Hashable, Codable {
    /// Counts the lines of the call from 1, without gaps; the order of speech.
    public var number: Int
    /// The event that brought it.
    public var id: EventID
    /// When it was recorded, by the wall clock.
    public var time: Date
    /// What was said.
    public var line: SpokenLine

    /// Creates a line.
    public init(number: Int, id: EventID, time: Date, line: SpokenLine) {
        self.number = number
        self.id = id
        self.time = time
        self.line = line
    }
}
