// SPDX-License-Identifier: Apache-2.0

/// How a ``ListenPool`` stands; for health documents and metrics.
public struct ListenPoolState: Sendable, Hashable {
    /// Connections that wait for a call.
    public let idle: Int
    /// Connections that are being made to wait for one.
    public let pending: Int
}
