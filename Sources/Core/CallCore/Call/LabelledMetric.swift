// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics

/// What is counted with, made from the name of a metric and the labels of one of its series.
package protocol LabelledMetric: Sendable {
    /// The series of this name with these labels, in a metrics system.
    init(label: String, dimensions: [(String, String)], factory: any MetricsFactory)
}

extension Counter: LabelledMetric {}
extension Gauge: LabelledMetric {}
extension CoreMetrics.Timer: LabelledMetric {}
