// SPDX-License-Identifier: Apache-2.0

package import CallCore

extension CallEvent.Kind {
    /// What stands in `events.kind`.
    package var name: String {
        switch self {
        case .received: "received"
        case .streamStarted: "stream_started"
        case .spoken: "spoken"
        case .turn: "turn"
        case .digit: "digit"
        case .audioLost: "audio_lost"
        case .nextDecided: "next_decided"
        case .streamEnded: "stream_ended"
        case .transferEnded: "transfer_ended"
        case .voicemail: "voicemail"
        case .status: "status"
        case .answeredBy: "answered_by"
        case .streamReported: "stream_reported"
        case .gathered: "gathered"
        case .recorded: "recorded"
        case .legReported: "leg_reported"
        case .fellBack: "fell_back"
        case .commanded: "commanded"
        }
    }
}
