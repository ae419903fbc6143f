// SPDX-License-Identifier: Apache-2.0

/// What a function returned.
package enum SimulatedRows: Sendable {
    /// One JSON value.
    case value([UInt8])
    /// Rows of a function that returns a set: these are cut at `db-max-rows`.
    case set([[UInt8]])
    /// Nothing.
    case void
}
