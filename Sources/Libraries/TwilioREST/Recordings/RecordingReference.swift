// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// Which recording of a call is meant.
public enum RecordingReference: Sendable, Hashable {
    /// This one.
    case sid(RecordingSID)
    /// The one that runs, when only one does.
    case current

    var segment: String {
        switch self {
        case .sid(let sid): sid.description
        // Written as Twilio documents it; a segment with a dot in its middle is not relative.
        case .current: "Twilio.CURRENT"
        }
    }
}
