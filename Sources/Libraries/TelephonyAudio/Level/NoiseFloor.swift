// SPDX-License-Identifier: Apache-2.0

/// The quietest level of the last one to two windows: two running minima, the older of which is dropped in turn.
struct NoiseFloor: Sendable {
    /// Samples in one window.
    var window = 16_000
    private var older: Double?
    private var current: Double?
    private var filled = 0

    /// Digital silence would put the floor so low that a line's faintest hiss were speech.
    private static let lowest = -65.0
    /// Digital silence: no microphone is so quiet.
    private static let muted = -80.0
    /// Before anything is known: a quiet line.
    private static let initial = -60.0

    var level: Double {
        max(min(self.older ?? Self.initial, self.current ?? Self.initial), Self.lowest)
    }

    mutating func note(_ level: Double, samples: Int) {
        // A muted line says nothing about the noise that comes when it is open again.
        guard level > Self.muted else { return }
        self.current = min(self.current ?? level, level)
        self.filled += samples
        guard self.filled >= self.window else { return }
        (self.older, self.current, self.filled) = (self.current, nil, 0)
    }
}
