// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// Which participant of a conference is meant.
public enum ParticipantReference: Sendable, Hashable {
    /// The one with this call.
    case call(CallSID)
    /// The one that was added with this label.
    case label(String)

    var segment: String {
        switch self {
        case .call(let sid): sid.description
        case .label(let label): RESTRequest.segment(label)
        }
    }
}
