// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// When a text's audio is late.
struct SpeakWatch {
    private let limits: SpeakLimits
    private let start: NIODeadline
    private var lastAt: NIODeadline
    private var hasAudio = false

    init(_ limits: SpeakLimits, now: NIODeadline) {
        self.limits = limits
        self.start = now
        self.lastAt = now
    }

    /// Something came, or nothing was wanted until now.
    mutating func cameOn(now: NIODeadline) {
        self.lastAt = now
    }

    /// Sound came; `true` for the first, from which on another limit counts.
    mutating func heardFirst() -> Bool {
        defer { self.hasAudio = true }
        return !self.hasAudio
    }

    /// When to look next.
    var next: NIODeadline {
        let soon =
            self.hasAudio
            ? self.lastAt + TimeAmount(self.limits.stall) : self.start + TimeAmount(self.limits.firstAudio)
        return min(soon, self.start + TimeAmount(self.limits.total))
    }

    /// What is wrong by now, if anything.
    func reason(now: NIODeadline) -> String? {
        guard now >= self.next else { return nil }
        if now >= self.start + TimeAmount(self.limits.total) {
            return "Deepgram did not speak the text within \(self.limits.total)."
        }
        return self.hasAudio
            ? "Deepgram stopped in the middle of a text for \(self.limits.stall)."
            : "Deepgram did not begin to speak within \(self.limits.firstAudio)."
    }
}
