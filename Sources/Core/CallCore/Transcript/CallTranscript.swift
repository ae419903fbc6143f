// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What was said in a call, on one clock that starts with its first audio, in the order in which people began to speak.
///
/// ```swift
/// let transcript = CallTranscript(of: id, events: try await store.events(of: id))
/// let subtitles = TranscriptFormat.vtt.write(transcript)
/// ```
/// Each stream of a call counts from its own first sample; the streams are put behind each other by the time they began,
/// so a call that was resumed elsewhere goes on after its outage. What the carrier heard and said for us has no audio of
/// ours, so it stands where it came by the wall clock. Where two people talk at once, their lines overlap.
public struct CallTranscript: Sendable, Hashable {
    /// One line on the clock of the whole call.
    public struct Line: Sendable, Hashable {
        /// Counts the lines from 1 in the order of the record (`TranscriptLine.number`).
        public let number: Int
        /// When it was recorded, by the wall clock.
        public let time: Date
        /// Where it begins, from the first audio of the call.
        public let start: Duration
        /// Where it ends; never before ``start``.
        public let end: Duration
        /// What was said, on the clock of its own stream.
        public let spoken: SpokenLine
    }

    /// The call.
    public let call: CallID
    /// By the time they begin.
    public let lines: [Line]

    /// Puts the lines of a call's events on one clock. The events may stand in the order of their arrival.
    public init(of call: CallID, events: [StoredCallEvent]) {
        var clock = TranscriptClock()
        for stored in CallFold.inOrder(events) { clock.take(stored.event) }
        self.call = call
        self.lines = clock.lines.sorted { ($0.start, $0.number) < ($1.start, $1.number) }
    }
}
