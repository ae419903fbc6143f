// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Keeps what callbacks on several threads report.
final class Recorder<Value: Sendable>: Sendable {
    private let storage = Mutex<[Value]>([])

    var values: [Value] { self.storage.withLock { $0 } }

    func append(_ value: Value) {
        self.storage.withLock { $0.append(value) }
    }
}
