// SPDX-License-Identifier: Apache-2.0

/// One page of lines that were searched for.
public struct TranscriptMatches: Sendable, Hashable {
    /// Newest first: by time, then by the event's name.
    public var matches: [TranscriptMatch]
    /// Give it to the next ``TranscriptQuery``; `nil` on the last page.
    public var next: String?

    /// Creates a page.
    public init(matches: [TranscriptMatch], next: String?) {
        self.matches = matches
        self.next = next
    }
}
