// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// Which stream of a call is meant.
public enum StreamReference: Sendable, Hashable {
    /// The one with this SID.
    case sid(StreamSID)
    /// The one that was started with this name.
    case name(String)

    var segment: String {
        switch self {
        case .sid(let sid): sid.description
        case .name(let name): RESTRequest.segment(name)
        }
    }
}
