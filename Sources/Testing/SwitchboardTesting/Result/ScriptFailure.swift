// SPDX-License-Identifier: Apache-2.0

/// Something the caller's script waited for in vain.
public struct ScriptFailure: Sendable, Hashable, Codable {
    /// Which step of the script, from 0.
    public var step: Int
    /// What was missed.
    public var message: String
    /// When the caller gave up.
    public var at: Double
}
