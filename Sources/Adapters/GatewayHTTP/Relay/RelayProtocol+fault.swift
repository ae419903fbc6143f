// SPDX-License-Identifier: Apache-2.0

extension RelayProtocol.Refusal {
    /// The refusal as metrics and the log tell it.
    var fault: StreamFault { StreamFault(self.rawValue, mend: self.mend) }

    private var mend: String {
        switch self {
        case .neverSetUp: "Twilio sends setup at once: does a proxy in front keep messages back?"
        case .setUpTwice: "one session a connection: does a proxy in front repeat messages?"
        case .invalidSession: "no session of Twilio's is named so: who else signs with this account's token?"
        case .foreignAccount: "set TWILIO_ACCOUNT_SID to the account that places the calls"
        case .foreignCall: "an address is good for the call it was made for: does a proxy mix connections up?"
        case .binaryMessage: "messages are JSON text: does a proxy in front change them?"
        case .tooManyOffences: "see the lines 'message of a relay skipped' for what was wrong"
        case .tooManyMessages: "Twilio sends a few messages a second: who else signs with this account's token?"
        }
    }
}

extension RelayProtocol.Offence {
    /// The offence as the log tells it.
    var fault: StreamFault { StreamFault(self.rawValue, mend: self.mend) }

    private var mend: String {
        switch self {
        case .malformedMessage: "messages are JSON as Twilio documents it: does a proxy in front change them?"
        case .beforeSetup: "setup comes first: does a proxy in front change the order?"
        }
    }
}
