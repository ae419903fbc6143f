// SPDX-License-Identifier: Apache-2.0

import Telemetry

extension MetricCatalog {
    /// Everything that the server counts: what is recorded and is not here is not shown. docs/metrics.md is made of it.
    static func all(version: String) throws(TelemetryError) -> MetricCatalog {
        try MetricCatalog(
            self.calls + self.turns + self.engines + self.http + self.storage + self.health + self.telemetry(version)
                + ProcessMetrics.metrics
        )
    }
}
