// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics

extension MetricSeries where Handle: LabelledMetric {
    /// The series of this name; `dimensions` tells the labels of a key.
    package convenience init(
        _ label: String,
        atMost limit: Int,
        _ factory: any MetricsFactory,
        dimensions: @escaping @Sendable (Key) -> [(String, String)]
    ) {
        self.init(atMost: limit) { Handle(label: label, dimensions: dimensions($0), factory: factory) }
    }
}
