// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A wall clock that stands until a test sets it.
final class SettableClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_700_000_000))

    var now: Date {
        get { self.time.withLock { $0 } }
        set { self.time.withLock { $0 = newValue } }
    }
}
