// SPDX-License-Identifier: Apache-2.0

import InMemoryTracing
import ServiceContextModule
import Synchronization

/// Within which spans something was done, in order; `nil` for none.
final class SpanNotes: Sendable {
    private let noted = Mutex<[String?]>([])

    var all: [String?] { self.noted.withLock { $0 } }

    func note() {
        let span = ServiceContext.current?.inMemorySpanContext?.spanID
        self.noted.withLock { $0.append(span) }
    }
}
