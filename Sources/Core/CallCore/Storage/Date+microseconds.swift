// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

extension Date {
    /// Whole microseconds since 1970, the precision that every store keeps; clamped for absurd dates.
    package var microseconds: Int64 {
        let value = (self.timeIntervalSince1970 * 1_000_000).rounded()
        guard value.isFinite else { return 0 }
        return Int64(max(-9e18, min(9e18, value)))
    }

    /// The date of a stored value.
    package init(microseconds: Int64) {
        self.init(timeIntervalSince1970: Double(microseconds) / 1_000_000)
    }
}
