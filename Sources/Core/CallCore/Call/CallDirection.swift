// SPDX-License-Identifier: Apache-2.0

/// Who called whom.
public enum CallDirection: String, Sendable, Codable, Hashable, CaseIterable {
    /// Somebody called us.
    case inbound
    /// We called somebody.
    case outbound
}
