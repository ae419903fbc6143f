// SPDX-License-Identifier: Apache-2.0

/// What a simulated call reports while it runs, for live output and for tests that act in the middle of a call.
public enum SimulatedCallEvent: Sendable, Hashable {
    /// A document arrived, or an error in its place.
    case document(DocumentReport)
    /// A verb begins.
    case verb(VerbReport)
    /// A media stream is open and `start` has been sent.
    case streamStarted(sid: String)
    /// The caller begins to speak; the text where there is one.
    case callerSpeaks(String?)
    /// The agent begins to be heard.
    case agentSpeaks
    /// The agent has gone quiet.
    case agentQuiet
    /// The server cleared what was queued.
    case cleared
    /// A media stream is over.
    case streamEnded(StreamReport)
    /// Twilio's debugger would show something.
    case violation(Violation)
    /// The script waited in vain.
    case failure(ScriptFailure)
}
