// SPDX-License-Identifier: Apache-2.0

extension NextStep {
    /// The step without what belongs to it, for logs and for what is handed to Twilio.
    package var name: String {
        switch self {
        case .resume: "resume"
        case .transfer: "transfer"
        case .voicemail: "voicemail"
        case .hangUp: "hang_up"
        case .hold: "hold"
        case .gather: "gather"
        }
    }
}
