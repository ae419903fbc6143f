// SPDX-License-Identifier: Apache-2.0

/// How late an event loop was, the latest measurements: a pure value of fixed size.
struct LagWindow: Sendable {
    private var lags: [Duration] = []
    private var next = 0
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = max(1, capacity)
        self.lags.reserveCapacity(self.capacity)
    }

    mutating func add(_ lag: Duration) {
        if self.lags.count < self.capacity {
            self.lags.append(lag)
        } else {
            self.lags[self.next] = lag
        }
        self.next = (self.next + 1) % self.capacity
    }

    var all: [Duration] { self.lags }
}
