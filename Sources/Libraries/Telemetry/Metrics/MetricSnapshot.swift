// SPDX-License-Identifier: Apache-2.0

/// A metric with all its series, at one moment.
struct MetricSnapshot: Sendable, Equatable {
    struct Series: Sendable, Equatable {
        /// The labels' values, in the order of the description.
        var labels: [String]
        var value: MetricValue
    }

    var description: MetricDescription
    /// In the order of their labels.
    var series: [Series]
}
