// SPDX-License-Identifier: Apache-2.0

import Twilio

/// Everything a ConversationRelay session needs to know before it opens.
struct RelayPlan: Sendable {
    var call: SimulatedCall
    /// Who listens in, and who may end the session.
    var live: LiveCall
    /// The URL of the TwiML.
    var url: String
    var sessionSID: String
    var settings: RelaySettings
    /// Children `<Parameter>`.
    var parameters: FormParameters
    /// What is left of the caller's script.
    var cues: ArraySlice<CallerCue>
    /// When in the call the session begins.
    var begin: Duration
    /// The longest the session may last before the call's limit is reached.
    var limit: Duration
    /// Why the call ends at that limit.
    var endAtLimit: StreamOutcome.End
    var report: @Sendable (SimulatedCallEvent) -> Void

    /// The first message.
    var setup: RelayMessage.Setup {
        RelayMessage.Setup(
            sessionID: self.sessionSID,
            accountSID: self.call.account.sid,
            callSID: self.call.sid,
            from: self.call.from,
            to: self.call.to,
            direction: self.call.direction.rawValue,
            callStatus: self.begin > .zero ? "IN_PROGRESS" : "RINGING",
            customParameters: self.parameters
        )
    }
}
