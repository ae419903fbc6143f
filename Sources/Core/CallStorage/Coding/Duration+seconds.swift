// SPDX-License-Identifier: Apache-2.0

extension Duration {
    /// Seconds as they stand in the file; exact to the nanosecond for more than a hundred days.
    package var storedSeconds: Double { self / .seconds(1) }

    /// The duration of a value in the file, to the nanosecond; absurd values become a hundred days.
    package init(storedSeconds: Double) {
        let limit = 9_007_199.0
        let seconds = storedSeconds.isFinite ? Swift.max(-limit, Swift.min(limit, storedSeconds)) : 0
        self = .nanoseconds(Int64((seconds * 1_000_000_000).rounded()))
    }
}

extension Double {
    /// JSON and SQLite know neither infinity nor NaN.
    package var storedNumber: Double { self.isFinite ? self : 0 }
}
