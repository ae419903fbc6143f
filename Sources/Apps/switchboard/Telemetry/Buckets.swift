// SPDX-License-Identifier: Apache-2.0

/// The bounds of histograms, in seconds.
enum Buckets {
    /// Requests to somebody else: from the same machine to a time-out.
    static let network = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    /// Turns of a conversation: people notice half a second, and doubt that anybody is there after two.
    static let turns = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.5, 2, 2.5, 3, 5, 10]
    /// Whole calls: seconds to hours.
    static let calls = [5.0, 15, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400]
    /// How long something may be away during a call.
    static let outages = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300]
}
