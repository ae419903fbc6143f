// SPDX-License-Identifier: Apache-2.0

/// Whose audio it is.
public enum MediaTrack: UInt8, Sendable {
    /// What the caller says.
    case inbound
    /// What the caller hears.
    case outbound

    /// Reads `inbound` and `outbound`, which media messages use, and `inbound_track` and `outbound_track`, which others
    /// do.
    init?(_ text: String) {
        switch text {
        case "inbound", "inbound_track": self = .inbound
        case "outbound", "outbound_track": self = .outbound
        default: return nil
        }
    }

    /// `inbound` or `outbound`.
    public var name: String {
        switch self {
        case .inbound: "inbound"
        case .outbound: "outbound"
        }
    }
}
