// SPDX-License-Identifier: Apache-2.0

extension CallEvent.Kind {
    /// The kind in snake case: what stands in the column `events.kind` and names the event to those who watch.
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
