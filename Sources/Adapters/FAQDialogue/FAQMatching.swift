// SPDX-License-Identifier: Apache-2.0

/// When a question counts as understood.
public struct FAQMatching: Sendable, Hashable {
    /// Below this score (0…1) the caller is asked again.
    public var floor: Double
    /// When the second-best question is closer than this to the best, the caller is asked again.
    public var margin: Double

    /// Creates the thresholds; the defaults were found with the shipped restaurant.
    public init(floor: Double = 0.55, margin: Double = 0.06) {
        self.floor = floor
        self.margin = margin
    }
}
