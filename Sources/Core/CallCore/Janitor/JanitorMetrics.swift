// SPDX-License-Identifier: Apache-2.0

import CoreMetrics

/// What a ``Janitor`` counts.
enum JanitorMetrics {
    /// Calls that were looked at because they went on by the record and had no stream here.
    static let looks = Counter(label: "switchboard_janitor_looks_total")

    /// Calls that were ended in the record.
    static func ended(_ reason: String) -> Counter { self.ends[reason] }

    /// Questions that the carrier did not answer.
    static func carrierFailed(_ code: CarrierError.Code) -> Counter { self.failures[code.description] }

    private static let ends = MetricSeries<String, Counter>(
        "switchboard_janitor_ended_total",
        atMost: 32,
        MetricsSystem.factory
    ) { [("reason", $0)] }

    private static let failures = MetricSeries<String, Counter>(
        "switchboard_janitor_carrier_failures_total",
        atMost: 16,
        MetricsSystem.factory
    ) { [("code", $0)] }
}
