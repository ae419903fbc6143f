// SPDX-License-Identifier: Apache-2.0

/// What a histogram has seen so far.
struct HistogramValue: Sendable, Equatable {
    var bounds: [Double]
    /// How many values were at most as large as each bound; the last is the number of all.
    var counts: [UInt64]
    var sum: Double
}
