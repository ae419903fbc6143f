// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The series of one metric, by the values of its labels. Each is asked for where it is counted first, and kept.
///
/// A metrics system looks series up under locks that all threads share. Here nobody waits for anybody: once a series is
/// kept, finding it is a look into a table that is only ever added to. It appears with its first event, as if it were
/// asked for each time.
///
/// ```swift
/// let answers = MetricSeries<Int, Counter>(atMost: 32) { Counter(label: "answers_total", dimensions: [("status", "\($0)")]) }
/// answers[200].increment()
/// ```
package final class MetricSeries<Key: Hashable & Sendable, Handle: Sendable>: Sendable {
    private final class Entry: Sendable {
        let key: Key
        let handle: Handle

        init(_ key: Key, _ handle: Handle) {
            self.key = key
            self.handle = handle
        }
    }

    /// Filled once and for good.
    private final class Place: Sendable {
        let entry = AtomicLazyReference<Entry>()
    }

    private let places: [Place]
    private let make: @Sendable (Key) -> Handle

    /// A table without series.
    ///
    /// - Parameters:
    ///   - limit: so many series are kept, at least 1; further ones are counted too, but looked up each time.
    ///   - make: asks for a series. Where two threads count a series first, both ask, and either's is kept.
    package init(atMost limit: Int, make: @escaping @Sendable (Key) -> Handle) {
        self.places = (0..<max(1, limit)).map { _ in Place() }
        self.make = make
    }

    /// The series with these values.
    package subscript(key: Key) -> Handle {
        let count = self.places.count
        let first = Int(UInt(bitPattern: key.hashValue) % UInt(count))
        var made: Entry?
        for offset in 0..<count {
            let place = self.places[(first + offset) % count]
            if let entry = place.entry.load() {
                if entry.key == key { return entry.handle }
                continue
            }
            let mine = made ?? Entry(key, self.make(key))
            made = mine
            let kept = place.entry.storeIfNil(mine)
            if kept.key == key { return kept.handle }
        }
        return made?.handle ?? self.make(key)
    }
}
