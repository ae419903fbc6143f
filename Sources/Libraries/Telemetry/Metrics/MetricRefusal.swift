// SPDX-License-Identifier: Apache-2.0

/// Why something was not recorded as it was asked for.
public enum MetricRefusal: String, Sendable, Hashable, CaseIterable {
    /// No metric of this name is described; nothing is recorded.
    case unknownMetric = "unknown_metric"
    /// The metric is of another kind; nothing is recorded.
    case wrongKind = "wrong_kind"
    /// A label is missing, doubled or not described; recorded where all labels are `other`.
    case wrongLabels = "wrong_labels"
    /// A label has a value that it may not have; recorded where all labels are `other`.
    case unknownValue = "unknown_value"
    /// The metric has as many series as it may have; recorded where all labels are `other`.
    case tooManySeries = "too_many_series"
    /// A value that cannot be: a counter that goes down, a distribution of what is negative or no number.
    case impossibleValue = "impossible_value"
}
