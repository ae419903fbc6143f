// SPDX-License-Identifier: Apache-2.0

/// A monotonic clock of any kind, read as the time since it was made: what every decision of this library counts in.
struct Timepiece: Sendable {
    private let read: @Sendable () -> Duration

    init(_ clock: some Clock<Duration>) {
        let start = clock.now
        self.read = { start.duration(to: clock.now) }
    }

    var now: Duration { self.read() }
}
