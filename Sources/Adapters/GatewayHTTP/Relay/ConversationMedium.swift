// SPDX-License-Identifier: Apache-2.0

import CallCore

/// How conversations reach us.
public enum ConversationMedium: Sendable, Hashable {
    /// As audio over a media stream: our engines hear and speak.
    case stream
    /// As words over ConversationRelay: Twilio hears and speaks.
    case relay(RelayOptions)

    /// What the tokens of calls are good for.
    var purpose: StreamPurpose {
        switch self {
        case .stream: .conversation
        case .relay: .relay
        }
    }
}
