// SPDX-License-Identifier: Apache-2.0

extension CallStateMachine {
    /// What can happen to a call.
    public enum Event: Sendable, Hashable {
        /// Audio flows; `resumed` when an earlier stream of the call was lost.
        case streamStarted(resumed: Bool)
        /// The caller began to speak, or goes on speaking; may come as often as the engine knows it.
        case callerSpeechStarted
        /// Final words; `endsTurn` by the engine's endpointing.
        case utterance(Utterance, endsTurn: Bool)
        /// The engine says the turn is over.
        case turnEnded
        /// The responder has answered the turn.
        case response(Response, turn: Int)
        /// The responder failed.
        case responseFailed(turn: Int)
        /// All of a speech was heard.
        case speechFinished(number: Int)
        /// The synthesiser failed to say it.
        case speechFailed(number: Int)
        /// The caller pressed a key.
        case digit(String)
        /// A timer ran out.
        case timer(CallTimer)
        /// The recogniser gave up for good.
        case recogniserFailed
        /// The recogniser is away: what the caller says is kept and heard later.
        case recogniserSuspended
        /// The recogniser is back; what was said meanwhile comes now.
        case recogniserResumed
        /// The server wants to close the stream as soon as it disturbs least.
        case drain
        /// An operator wants something said; `interrupts` does not wait for its turn.
        case announce(String, interrupts: Bool)
        /// An operator wants the conversation to end, with a last sentence or without.
        case leave(saying: String?, CallTermination, next: NextStep)
        /// The call must end now, for this reason.
        case stop(CallTermination, next: NextStep)
    }

    /// What the session is to do, in this order.
    public enum Action: Sendable, Hashable {
        /// Say it.
        case speak(Speech)
        /// Fall silent at once: `clear` the line.
        case stopSpeaking
        /// Ask the responder.
        case ask(CallerTurn)
        /// The answer is not wanted any more.
        case stopAsking
        /// (Re)start a timer.
        case start(CallTimer, Duration)
        /// Stop a timer.
        case cancel(CallTimer)
        /// Note how a turn was answered.
        case note(TurnSummary)
        /// Decide what comes after the stream and close it.
        case finish(CallTermination, next: NextStep)
    }
}
