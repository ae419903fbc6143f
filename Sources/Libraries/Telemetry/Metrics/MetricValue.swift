// SPDX-License-Identifier: Apache-2.0

/// What a series stands at.
enum MetricValue: Sendable, Equatable {
    case number(MetricNumber)
    case histogram(HistogramValue)
}
