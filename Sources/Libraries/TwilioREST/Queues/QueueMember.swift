// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// Which call of a queue is meant.
public enum QueueMember: Sendable, Hashable {
    /// The one that has waited longest.
    case front
    /// This one.
    case call(CallSID)

    var segment: String {
        switch self {
        case .front: "Front"
        case .call(let sid): sid.description
        }
    }
}
