// SPDX-License-Identifier: Apache-2.0

/// The place of a stream that has not said yet who it is.
public struct StreamPlace: Sendable, Hashable {
    let number: Int
}
