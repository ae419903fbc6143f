// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Notices that no audio arrives: a session lives by its media, not by what callbacks say about the call.
struct MediaWatchdog {
    /// What the silence means.
    enum Verdict {
        /// All is well.
        case fine
        /// Worth a line in the log, once.
        case warn
        /// The stream is dead.
        case dead
    }

    /// How often it looks.
    static let interval = Duration.seconds(5)

    /// Its next look.
    var task: Scheduled<Void>?
    private var hasWarned = false

    /// Judges how long no audio has arrived.
    mutating func judge(silence: Duration, warning: Duration, deadline: Duration) -> Verdict {
        if silence >= deadline { return .dead }
        guard silence >= warning else {
            self.hasWarned = false
            return .fine
        }
        defer { self.hasWarned = true }
        return self.hasWarned ? .fine : .warn
    }
}
