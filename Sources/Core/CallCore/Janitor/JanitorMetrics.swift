// SPDX-License-Identifier: Apache-2.0

import CoreMetrics

/// What a ``Janitor`` counts.
enum JanitorMetrics {
    /// Calls that were looked at because they went on by the record and had no stream here.
    static let looks = Counter(label: "switchboard_janitor_looks_total")

    /// Calls that were ended in the record.
    static func ended(_ reason: String) -> Counter {
        Counter(label: "switchboard_janitor_ended_total", dimensions: [("reason", reason)])
    }

    /// Questions that the carrier did not answer.
    static func carrierFailed(_ code: CarrierError.Code) -> Counter {
        Counter(label: "switchboard_janitor_carrier_failures_total", dimensions: [("code", code.description)])
    }
}
