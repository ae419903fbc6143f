// SPDX-License-Identifier: Apache-2.0

/// Who spoke.
public enum Speaker: String, Sendable, Codable, Hashable, CaseIterable {
    /// The person on the line.
    case caller
    /// This server, or the person the caller is connected with.
    case agent
}
