// SPDX-License-Identifier: Apache-2.0

import MetricsTestKit

extension TestMetrics {
    /// What a counter with this result has come to.
    func total(_ label: String, _ result: String) -> Int64 {
        (try? self.expectCounter(label, [("result", result)]))?.totalValue ?? 0
    }
}
