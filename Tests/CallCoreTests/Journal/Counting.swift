// SPDX-License-Identifier: Apache-2.0

import Logging
import Synchronization

/// Counts from 1.
final class Counting: Sendable {
    private let count = Mutex(0)

    var value: Int { self.count.withLock { $0 } }

    func next() -> Int {
        self.count.withLock { count in
            count += 1
            return count
        }
    }
}

extension Logger {
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
