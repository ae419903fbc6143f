// SPDX-License-Identifier: Apache-2.0

/// What was erased.
struct ErasureDocument: Encodable {
    /// Calls that are gone.
    let erased: Int
    /// Calls that stay because they go on.
    let active: Int
}
