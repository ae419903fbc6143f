// SPDX-License-Identifier: Apache-2.0

/// What happens in a simulation, in order of time; what was put down first comes first.
final class Agenda {
    private struct Entry {
        var time: Duration
        var body: () -> Void
    }

    private var entries: [Entry] = []

    var next: Duration? { self.entries.last?.time }

    func add(_ time: Duration, _ body: @escaping () -> Void) {
        // An event loop counts nanoseconds: a moment between two of them would never come.
        let (seconds, attoseconds) = time.components
        let time = Duration.seconds(seconds) + .microseconds((attoseconds + 999_999_999_999) / 1_000_000_000_000)
        // The next is at the end; there are few.
        var index = self.entries.count
        while index > 0, self.entries[index - 1].time <= time { index -= 1 }
        self.entries.insert(Entry(time: time, body: body), at: index)
    }

    func take() -> (() -> Void)? { self.entries.popLast()?.body }
}
