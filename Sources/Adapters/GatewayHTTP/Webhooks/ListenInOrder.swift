// SPDX-License-Identifier: Apache-2.0

import CallCore

/// What is needed to listen to people who are about to be connected.
struct ListenInOrder: Sendable, Equatable {
    /// Good for the one stream.
    let token: String
    /// Said before, so that the caller knows.
    let announcement: String?
}
