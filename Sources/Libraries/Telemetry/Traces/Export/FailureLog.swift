// SPDX-License-Identifier: Apache-2.0

/// Whether there is news: a failure after a success, or a success after a failure. A collector that is away for a day is
/// worth two lines in the log.
struct FailureLog {
    private var isFailing = false

    /// Whether it has just begun.
    mutating func failed() -> Bool {
        defer { self.isFailing = true }
        return !self.isFailing
    }

    /// Whether it has just ended.
    mutating func succeeded() -> Bool {
        defer { self.isFailing = false }
        return self.isFailing
    }
}
