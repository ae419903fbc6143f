// SPDX-License-Identifier: Apache-2.0

extension StreamProtocol.Refusal {
    /// The refusal as metrics and the log tell it.
    var fault: StreamFault { StreamFault(self.rawValue, mend: self.mend) }

    private var mend: String {
        switch self {
        case .neverStarted: "Twilio sends start at once: does a proxy in front keep messages back?"
        case .startedTwice: "one stream a connection: does a proxy in front repeat messages?"
        case .invalidStream: "no stream of Twilio's is named so: who else signs with this account's token?"
        case .foreignAccount: "set TWILIO_ACCOUNT_SID to the account that places the calls"
        case .foreignCall: "an address is good for the call it was made for: does a proxy mix connections up?"
        case .unknownFormat: "only mu-law at 8000 Hz with one channel is understood, which is what Twilio sends"
        case .wrongTracks: "ask for the inbound track in a conversation, and for both where a call is listened to"
        case .binaryMessage: "messages are JSON text: does a proxy in front change them?"
        case .tooManyOffences: "see the lines 'message of a stream skipped' for what was wrong"
        }
    }
}

extension StreamProtocol.Offence {
    /// The offence as the log tells it.
    var fault: StreamFault { StreamFault(self.rawValue, mend: self.mend) }

    private var mend: String {
        switch self {
        case .malformedMessage: "messages are JSON as Twilio documents it: does a proxy in front change them?"
        case .badPayload: "audio is base64 and never empty: does a proxy in front change it?"
        case .foreignStream: "each message names its own stream: does a proxy mix connections up?"
        case .beforeStart: "start comes first: does a proxy in front change the order?"
        case .connectedAgain: "connected comes once, and first: does a proxy in front repeat messages?"
        }
    }
}
