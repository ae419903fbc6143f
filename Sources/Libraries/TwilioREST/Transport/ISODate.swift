// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Moments as requests take them: ISO 8601, UTC.
enum ISODate {
    /// With whole seconds: `2026-01-31T12:00:00Z`.
    static func moment(_ date: Date) -> String {
        date.formatted(.iso8601)
    }

    /// The day: `2026-01-31`.
    static func day(_ date: Date) -> String {
        String(self.moment(date).prefix(10))
    }
}
