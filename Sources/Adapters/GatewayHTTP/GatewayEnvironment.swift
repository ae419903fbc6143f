// SPDX-License-Identifier: Apache-2.0

/// How careful the gateway must be where the configuration is silent.
public enum GatewayEnvironment: String, Sendable, Hashable {
    /// Open to the world: what is not configured is off.
    case production
    /// A laptop: operator routes answer on loopback without a key.
    case development
    /// Automated tests; as ``development``.
    case test
}
