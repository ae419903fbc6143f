// SPDX-License-Identifier: Apache-2.0

/// A number that is looked up when metrics are read: a gauge's value, or a counter's total that is kept elsewhere.
public struct MetricSample: Sendable, Hashable {
    /// The name of a counter or gauge of the catalogue.
    public var name: String
    /// The labels' values, in the order of the description.
    public var labels: [String]
    /// The number.
    public var value: Double

    /// Creates a sample.
    public init(_ name: String, labels: [String] = [], _ value: Double) {
        self.name = name
        self.labels = labels
        self.value = value
    }
}
