// SPDX-License-Identifier: Apache-2.0

/// The life of a conversation as a pure value: events in, actions out; no clock, no I/O, no randomness.
///
/// ```swift
/// var machine = CallStateMachine(prompts: DialoguePrompts(), policy: DialoguePolicy())
/// let actions = machine.handle(.streamStarted(resumed: false))
/// // [.start(.longestCall, …), .speak(greeting)]
/// ```
/// The session performs the actions in order. A machine that has finished answers every event with no action.
///
/// The rules by subject: `+listening` (the caller speaks), `+answering` (we answer), `+ending` (silence, handover, end),
/// `+operator` (what operators want), `+outage` (the recogniser is away or fails).
public struct CallStateMachine: Sendable {
    /// Where the conversation stands.
    public enum State: Sendable, Hashable {
        /// No audio yet.
        case waiting
        /// It is the caller's turn.
        case listening
        /// The responder thinks about a turn.
        case thinking(CallerTurn)
        /// We speak.
        case speaking(Speech)
        /// We say the last words; then the call goes where it must.
        case closing(Speech, CallTermination, NextStep)
        /// Over.
        case finished(CallTermination, NextStep)
    }

    /// Where the conversation stands.
    public internal(set) var state: State = .waiting
    let prompts: DialoguePrompts
    let policy: DialoguePolicy
    /// What the caller has said since our last answer.
    var pending: [Utterance] = []
    /// Whether the pending words are a whole turn that came while we could not take it.
    var pendingIsComplete = false
    /// Whether the caller has begun to speak and no word of it has come yet.
    var callerSpeaks = false
    var turns = 0
    var speeches = 0
    /// How often in a row we have asked again.
    var reprompts = 0
    /// Whether we have asked "are you still there?" since the caller last spoke.
    var askedWhetherThere = false
    var lastAnswer: Reply?
    /// What operators want said, as soon as it is our turn.
    var announcements: [String] = []
    var isDraining = false
    /// The recogniser is away; no silence is the caller's.
    var isSuspended = false
    /// The recogniser has given up; what is known is answered, then the call goes on elsewhere.
    var isDeaf = false

    /// Creates the machine of a call that has no stream yet, with what is known of it from earlier ones.
    public init(prompts: DialoguePrompts, policy: DialoguePolicy, memory: ConversationMemory = ConversationMemory()) {
        self.prompts = prompts
        self.policy = policy
        self.turns = memory.turns
        self.reprompts = memory.reprompts
        self.lastAnswer = memory.lastAnswer
        self.pending = memory.unanswered
        self.pendingIsComplete = !memory.unanswered.isEmpty
    }

    /// Takes an event and says what to do.
    public mutating func handle(_ event: Event) -> [Action] {
        if case .finished = self.state { return [] }
        if self.isDeaf, event.comesFromEars { return [] }
        let actions = self.take(event)
        return self.isSuspended ? actions.filter { !$0.startsSilence } : actions
    }

    private mutating func take(_ event: Event) -> [Action] {
        switch event {
        case .streamStarted(let resumed): return self.streamStarted(resumed: resumed)
        case .callerSpeechStarted: return self.callerSpeechStarted()
        case .utterance(let utterance, let endsTurn): return self.heard(utterance, endsTurn: endsTurn)
        case .turnEnded: return self.turnEnded()
        case .response(let response, let turn): return self.responded(response, turn: turn)
        case .responseFailed(let turn): return self.responderFailed(turn: turn)
        case .speechFinished(let number): return self.speechEnded(number)
        case .speechFailed(let number): return self.speechFailed(number)
        case .digit(let digit): return self.pressed(digit)
        case .timer(let timer): return self.expired(timer)
        case .recogniserFailed: return self.recogniserFailed()
        case .recogniserSuspended: return self.recogniserSuspended()
        case .recogniserResumed: return self.recogniserResumed()
        case .drain: return self.drain()
        case .announce(let text, let interrupts): return self.announce(text, interrupts: interrupts)
        case .leave(let text, let termination, let next): return self.leave(saying: text, termination, next: next)
        case .stop(let termination, let next): return self.finish(termination, next: next)
        }
    }
}
