// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Twilio

/// Everything a media stream needs to know before it opens.
struct StreamPlan: Sendable {
    var call: SimulatedCall
    /// Who listens in, and who may end the stream.
    var live: LiveCall
    /// The URL of the TwiML.
    var url: String
    var streamSID: String
    /// Children of `<Stream>`.
    var parameters: FormParameters
    /// What is left of the caller's script.
    var cues: ArraySlice<CallerCue>
    /// When in the call the stream begins.
    var begin: Duration
    /// The longest the stream may last before the call's limit is reached.
    var limit: Duration
    /// Why the call ends at that limit.
    var endAtLimit: StreamOutcome.End
    var report: @Sendable (SimulatedCallEvent) -> Void
}
