// SPDX-License-Identifier: Apache-2.0

/// The life of a conversation as a pure value: events in, actions out; no clock, no I/O, no randomness.
///
/// ```swift
/// var machine = CallStateMachine(prompts: DialoguePrompts(), policy: DialoguePolicy())
/// let actions = machine.handle(.streamStarted(resumed: false))
/// // [.start(.longestCall, …), .speak(greeting)]
/// ```
/// The session performs the actions in order. A machine that has finished answers every event with no action.
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
    public private(set) var state: State = .waiting
    let prompts: DialoguePrompts
    let policy: DialoguePolicy
    /// What the caller has said since our last answer.
    private var pending: [Utterance] = []
    /// Whether the pending words are a whole turn that came while we could not take it.
    private var pendingIsComplete = false
    private var turns = 0
    private var speeches = 0
    /// How often in a row we have asked again.
    private var reprompts = 0
    /// Whether we have asked "are you still there?" since the caller last spoke.
    private var askedWhetherThere = false
    private var lastAnswer: Reply?
    private var isDraining = false

    /// Creates the machine of a call that has no stream yet.
    public init(prompts: DialoguePrompts, policy: DialoguePolicy) {
        self.prompts = prompts
        self.policy = policy
    }

    /// Takes an event and says what to do.
    public mutating func handle(_ event: Event) -> [Action] {
        if case .finished = self.state { return [] }
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
        case .recogniserFailed: return self.handOver(.recogniserFailed, saying: self.prompts.apology, source: "apology")
        case .drain: return self.drain()
        case .stop(let termination, let next): return self.finish(termination, next: next)
        }
    }
}

// MARK: - The caller speaks

extension CallStateMachine {
    private mutating func streamStarted(resumed: Bool) -> [Action] {
        guard case .waiting = self.state else { return [] }
        let greeting = Reply(
            text: resumed ? self.prompts.resumed : self.prompts.greeting,
            source: resumed ? "prompt:resumed" : "prompt:greeting"
        )
        return [.start(.longestCall, self.policy.longestCall)] + self.speak(greeting)
    }

    private mutating func callerSpeechStarted() -> [Action] {
        switch self.state {
        case .listening:
            return [.cancel(.callerSilence), .cancel(.turnSilence)]
        case .speaking(let speech) where self.policy.bargeIn && speech.reply.isInterruptible:
            self.state = .listening
            // Should it have been a cough, nothing follows: then the silence ladder takes over.
            return [.stopSpeaking, .start(.callerSilence, self.policy.stillThereAfter)]
        case .waiting, .thinking, .speaking, .closing, .finished:
            return []
        }
    }

    private mutating func heard(_ utterance: Utterance, endsTurn: Bool) -> [Action] {
        self.askedWhetherThere = false
        switch self.state {
        case .listening:
            self.pending.append(utterance)
            if endsTurn { return self.takeTurn() }
            return [.cancel(.callerSilence), .start(.turnSilence, self.policy.endOfTurnSilence)]
        case .thinking(let turn):
            // The caller went on: the answer to half of it is not wanted.
            self.pending = turn.utterances + [utterance]
            self.state = .listening
            let stop: [Action] = [.stopAsking, .cancel(.replyDeadline)]
            if endsTurn { return stop + self.takeTurn() }
            return stop + [.start(.turnSilence, self.policy.endOfTurnSilence)]
        case .speaking(let speech):
            self.pending.append(utterance)
            self.pendingIsComplete = self.pendingIsComplete || endsTurn
            // An engine that hears words before it says that speech has started.
            guard self.policy.bargeIn, speech.reply.isInterruptible, !utterance.text.isEmpty else { return [] }
            self.state = .listening
            return [.stopSpeaking] + self.takePending()
        case .waiting, .closing, .finished:
            return []
        }
    }

    private mutating func turnEnded() -> [Action] {
        switch self.state {
        case .listening where !self.pending.isEmpty:
            return self.takeTurn()
        case .speaking where !self.pending.isEmpty:
            self.pendingIsComplete = true
            return []
        case .waiting, .listening, .thinking, .speaking, .closing, .finished:
            return []
        }
    }

    /// What the caller said while we spoke: a turn if it is complete, otherwise the beginning of one.
    private mutating func takePending() -> [Action] {
        if self.pending.isEmpty { return [.start(.callerSilence, self.silenceLimit)] }
        if self.pendingIsComplete { return self.takeTurn() }
        return [.start(.turnSilence, self.policy.endOfTurnSilence)]
    }

    private mutating func takeTurn() -> [Action] {
        self.turns += 1
        let turn = CallerTurn(number: self.turns, utterances: self.pending)
        self.pending = []
        self.pendingIsComplete = false
        let stopTimers: [Action] = [.cancel(.turnSilence), .cancel(.callerSilence)]
        guard !turn.text.isEmpty, turn.confidence >= self.policy.confidenceFloor else {
            return stopTimers + self.askAgain(turn)
        }
        self.state = .thinking(turn)
        return stopTimers + [.ask(turn), .start(.replyDeadline, self.policy.replyDeadline)]
    }

    private mutating func pressed(_ digit: String) -> [Action] {
        guard let key = self.policy.operatorDigit, digit == String(key) else { return [] }
        switch self.state {
        case .waiting, .closing, .finished: return []
        case .listening, .thinking, .speaking:
            return self.interrupt()
                + self.close(.init(text: self.prompts.transferring, source: "prompt:operator_key"), .person)
        }
    }
}

// MARK: - We answer

extension CallStateMachine {
    /// Where a call goes after its last words.
    private enum Destination {
        case person
        case voicemail
        case nowhere
        case policy
    }

    private mutating func responded(_ response: Response, turn: Int) -> [Action] {
        guard case .thinking(let asked) = self.state, asked.number == turn else { return [] }
        switch response {
        case .notUnderstood:
            return [.cancel(.replyDeadline)] + self.askAgain(asked)
        case .answer(let reply):
            self.reprompts = 0
            return [.cancel(.replyDeadline), .note(self.summary(of: asked, .answered, reply))]
                + self.act(on: reply, asked)
        }
    }

    private mutating func act(on reply: Reply, _ turn: CallerTurn) -> [Action] {
        switch reply.action {
        case .listen:
            self.lastAnswer = reply
            return self.speak(reply, turn: turn.number)
        case .repeatLast:
            let again = self.lastAnswer ?? Reply(text: self.prompts.greeting, source: "prompt:greeting")
            return self.speak(again, turn: turn.number)
        case .hangUp:
            return self.close(reply, .nowhere, turn: turn.number)
        case .transfer(let number):
            guard let number = number ?? self.policy.transferNumber else {
                return self.close(reply, .policy, turn: turn.number)
            }
            return self.close(reply, next: .transfer(to: number), .transferred, turn: turn.number)
        case .voicemail:
            return self.close(reply, .voicemail, turn: turn.number)
        }
    }

    private mutating func askAgain(_ turn: CallerTurn) -> [Action] {
        guard self.reprompts < self.policy.repromptLimit else {
            let reply = Reply(text: self.handoverPrompt, source: "prompt:handover")
            return [.note(self.summary(of: turn, .handedOver, reply))] + self.close(reply, .policy, turn: turn.number)
        }
        let prompts = self.prompts.sayAgain
        let text = prompts.isEmpty ? self.prompts.apology : prompts[min(self.reprompts, prompts.count - 1)]
        self.reprompts += 1
        let reply = Reply(text: text, source: "prompt:say_again")
        return [.note(self.summary(of: turn, .askedAgain, reply))] + self.speak(reply, turn: turn.number)
    }

    private mutating func responderFailed(turn: Int) -> [Action] {
        guard case .thinking(let asked) = self.state, asked.number == turn else { return [] }
        let reply = Reply(text: self.prompts.apology, source: "prompt:apology")
        let note: [Action] = [.cancel(.replyDeadline), .note(self.summary(of: asked, .failed, reply))]
        guard self.reprompts < self.policy.repromptLimit else {
            return note + self.close(reply, .policy, turn: turn)
        }
        self.reprompts += 1
        return note + self.speak(reply, turn: turn)
    }

    private mutating func speak(_ reply: Reply, turn: Int? = nil) -> [Action] {
        self.speeches += 1
        let speech = Speech(number: self.speeches, reply: reply, turn: turn)
        self.state = .speaking(speech)
        return [.cancel(.callerSilence), .cancel(.turnSilence), .speak(speech)]
    }

    private mutating func speechEnded(_ number: Int) -> [Action] {
        switch self.state {
        case .speaking(let speech) where speech.number == number:
            self.state = .listening
            if self.isDraining { return self.finish(.drained, next: .resume) }
            return self.takePending()
        case .closing(let speech, let termination, let next) where speech.number == number:
            return self.finish(termination, next: next)
        case .waiting, .listening, .thinking, .speaking, .closing, .finished:
            return []
        }
    }

    private mutating func speechFailed(_ number: Int) -> [Action] {
        switch self.state {
        case .speaking(let speech) where speech.number == number:
            // Without a voice there is no conversation: Twilio's own voice takes over after the stream.
            return self.finish(.synthesiserFailed, next: self.policy.handover)
        case .closing(let speech, let termination, let next) where speech.number == number:
            return self.finish(termination, next: next)
        case .waiting, .listening, .thinking, .speaking, .closing, .finished:
            return []
        }
    }

    private func summary(of turn: CallerTurn, _ outcome: TurnSummary.Outcome, _ reply: Reply) -> TurnSummary {
        TurnSummary(number: turn.number, outcome: outcome, source: reply.source, score: reply.score)
    }
}

// MARK: - The end

extension CallStateMachine {
    private var silenceLimit: Duration {
        self.askedWhetherThere ? self.policy.goodbyeAfter : self.policy.stillThereAfter
    }

    private var handoverPrompt: String {
        switch self.policy.handover {
        case .transfer: self.prompts.transferring
        case .voicemail: self.prompts.apology
        case .hangUp, .resume: self.prompts.goodbye
        }
    }

    private mutating func expired(_ timer: CallTimer) -> [Action] {
        switch (timer, self.state) {
        case (.turnSilence, .listening) where !self.pending.isEmpty:
            return self.takeTurn()
        case (.callerSilence, .listening):
            return self.callerIsSilent()
        case (.replyDeadline, .thinking(let turn)):
            return [.stopAsking] + self.responderFailed(turn: turn.number)
        case (.longestCall, .closing):
            return []
        case (.longestCall, _):
            let reply = Reply(text: self.prompts.goodbye, isInterruptible: false, source: "prompt:goodbye")
            return self.interrupt() + self.close(reply, next: .hangUp, .tooLong)
        default:
            return []
        }
    }

    private mutating func callerIsSilent() -> [Action] {
        if self.isDraining { return self.finish(.drained, next: .resume) }
        guard self.askedWhetherThere else {
            self.askedWhetherThere = true
            return self.speak(Reply(text: self.prompts.stillThere, source: "prompt:still_there"))
        }
        let reply = Reply(text: self.prompts.goodbye, source: "prompt:goodbye")
        return self.close(reply, next: .hangUp, .callerSilent)
    }

    private mutating func handOver(_ termination: CallTermination, saying text: String, source: String) -> [Action] {
        if case .closing = self.state { return [] }
        let reply = Reply(text: text, isInterruptible: false, source: "prompt:" + source)
        return self.interrupt() + self.close(reply, next: self.policy.handover, termination)
    }

    /// Stops whatever goes on, so that something else can be said.
    private mutating func interrupt() -> [Action] {
        switch self.state {
        case .speaking: [.stopSpeaking]
        case .thinking: [.stopAsking, .cancel(.replyDeadline)]
        case .waiting, .listening, .closing, .finished: []
        }
    }

    private mutating func close(_ reply: Reply, _ destination: Destination, turn: Int? = nil) -> [Action] {
        switch destination {
        case .person:
            guard let number = self.policy.transferNumber else { return self.close(reply, .policy, turn: turn) }
            return self.close(reply, next: .transfer(to: number), .transferred, turn: turn)
        case .voicemail: return self.close(reply, next: .voicemail, .voicemail, turn: turn)
        case .nowhere: return self.close(reply, next: .hangUp, .agentHungUp, turn: turn)
        case .policy: return self.close(reply, next: self.policy.handover, self.handoverTermination, turn: turn)
        }
    }

    private var handoverTermination: CallTermination {
        switch self.policy.handover {
        case .transfer: .transferred
        case .voicemail: .voicemail
        case .hangUp, .resume: .agentHungUp
        }
    }

    private mutating func close(
        _ reply: Reply,
        next: NextStep,
        _ termination: CallTermination,
        turn: Int? = nil
    ) -> [Action] {
        self.speeches += 1
        let speech = Speech(number: self.speeches, reply: reply, turn: turn)
        self.state = .closing(speech, termination, next)
        return [.cancel(.callerSilence), .cancel(.turnSilence), .speak(speech)]
    }

    private mutating func drain() -> [Action] {
        self.isDraining = true
        switch self.state {
        case .waiting: return self.finish(.drained, next: .resume)
        case .listening where self.pending.isEmpty: return self.finish(.drained, next: .resume)
        // A turn is answered first and last words are said; the deadline of the shutdown bounds both.
        case .listening, .thinking, .speaking, .closing, .finished: return []
        }
    }

    private mutating func finish(_ termination: CallTermination, next: NextStep) -> [Action] {
        let quiet: [Action] = CallTimer.allCases.map(Action.cancel)
        let silence = self.interrupt()
        self.state = .finished(termination, next)
        return silence + quiet + [.finish(termination, next: next)]
    }
}
