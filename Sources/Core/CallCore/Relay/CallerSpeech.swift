// SPDX-License-Identifier: Apache-2.0

/// When the caller spoke, as far as the carrier tells: prompts have no times of their own. A pure value; times count from
/// the session's start.
struct CallerSpeech: Sendable {
    /// The time a character takes when nothing else is known.
    private static let character = Duration.milliseconds(70)

    private var startedAt: Duration?
    private var stoppedAt: Duration?
    /// Where the last prompt ended.
    private var lastEnd = Duration.zero

    /// Whether the carrier has told that the caller is silent.
    var knowsEnd: Bool { self.stoppedAt != nil }

    /// The caller begins to speak, or speaks again after a pause.
    mutating func started(at now: Duration) {
        self.stoppedAt = nil
        if self.startedAt == nil { self.startedAt = now }
    }

    /// The caller is silent.
    mutating func stopped(at now: Duration) {
        if self.startedAt != nil { self.stoppedAt = now }
    }

    /// The words have come: where they stand.
    mutating func recognised(_ text: String, at now: Duration) -> Range<Duration> {
        let end = max(self.stoppedAt ?? now, self.lastEnd)
        let guess = end - Self.character * text.count
        let start = min(max(self.startedAt ?? guess, self.lastEnd), end)
        self.startedAt = nil
        self.stoppedAt = nil
        self.lastEnd = end
        return start..<end
    }
}
