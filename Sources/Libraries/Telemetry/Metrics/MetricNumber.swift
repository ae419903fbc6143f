// SPDX-License-Identifier: Apache-2.0

/// A number as it is shown.
enum MetricNumber: Sendable, Equatable {
    case integer(UInt64)
    case real(Double)
}
