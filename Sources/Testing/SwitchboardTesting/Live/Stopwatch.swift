// SPDX-License-Identifier: Apache-2.0

/// How much time has passed on any clock.
struct Stopwatch {
    private let read: () -> Duration

    init(_ clock: any Clock<Duration>) {
        self.read = Self.reader(clock)
    }

    var elapsed: Duration { self.read() }

    private static func reader<Time: Clock>(_ clock: Time) -> () -> Duration where Time.Duration == Duration {
        let begin = clock.now
        return { begin.duration(to: clock.now) }
    }
}
