// SPDX-License-Identifier: Apache-2.0

/// A dialogue that is held a question at a time, with the carrier's ears and voice: what a call gets that can have no
/// stream. The rules are those of ``CallStateMachine``; a pure value.
///
/// ```swift
/// var dialogue = GatherDialogue(prompts: prompts, policy: policy, progress: progress, memory: memory)
/// switch dialogue.heard(.speech("when are you open", confidence: 0.9)) {
/// case .respond(let turn): step = dialogue.responded(try await responder.respond(to: turn, in: context))
/// …
/// ```
/// Between two questions ``Progress`` travels with the question; all else is in the events (``ConversationMemory``).
public struct GatherDialogue: Sendable {
    /// How far the conversation is.
    public struct Progress: Sendable, Hashable {
        /// Turns of the caller since the carrier asks.
        public var turns: Int
        /// How often in a row the caller was asked again.
        public var reprompts: Int
        /// Whether the caller was asked whether somebody is there.
        public var askedWhetherThere: Bool

        /// Creates a progress; the default is the beginning.
        public init(turns: Int = 0, reprompts: Int = 0, askedWhetherThere: Bool = false) {
            self.turns = turns
            self.reprompts = reprompts
            self.askedWhetherThere = askedWhetherThere
        }
    }

    /// What came of a question.
    public enum Input: Sendable, Hashable {
        /// Words; without a confidence they are believed.
        case speech(String, confidence: Double?)
        /// Keys.
        case digits(String)
        /// Neither.
        case nothing
    }

    /// What is to be done.
    public enum Step: Sendable, Hashable {
        /// Ask the responder, then say how it answered: ``GatherDialogue/responded(_:)``.
        case respond(CallerTurn)
        /// Say it and listen.
        case ask(Reply)
        /// Say it, if anything; the conversation is over.
        case leave(Reply?, CallTermination, next: NextStep)
    }

    private var machine: CallStateMachine
    private let limit: Int
    /// Turns before the carrier began to ask.
    private let earlier: Int
    /// How turns were answered since this was last asked.
    public private(set) var summaries: [TurnSummary] = []

    /// Takes a conversation up where it is.
    ///
    /// - Parameters:
    ///   - prompts: the fixed sentences.
    ///   - policy: the rules.
    ///   - progress: how far it is; `nil` at its beginning.
    ///   - memory: what was said before, with the carrier's ears or with ours.
    ///   - limit: turns after which the call is handed over.
    public init(
        prompts: DialoguePrompts,
        policy: DialoguePolicy,
        progress: Progress? = nil,
        memory: ConversationMemory = ConversationMemory(),
        limit: Int = 30
    ) {
        // What was asked before is answered at the beginning, or not at all.
        let memory = progress == nil ? memory : memory.withoutQuestion
        self.machine = CallStateMachine(prompts: prompts, policy: policy, memory: memory)
        if let progress {
            self.machine.turns = max(memory.turns, progress.turns)
            self.machine.reprompts = progress.reprompts
            self.machine.askedWhetherThere = progress.askedWhetherThere
        }
        self.earlier = self.machine.turns - (progress?.turns ?? 0)
        self.limit = limit
    }

    /// How far the conversation is now.
    public var progress: Progress {
        Progress(
            turns: self.machine.turns - self.earlier,
            reprompts: self.machine.reprompts,
            askedWhetherThere: self.machine.askedWhetherThere
        )
    }

    /// The first question, or the one that is to be answered first.
    public mutating func begin(resumed: Bool) -> Step {
        self.take(.streamStarted(resumed: resumed))
    }

    /// Takes what came of the question.
    public mutating func heard(_ input: Input) -> Step {
        self.machine.state = .listening
        guard self.progress.turns < self.limit else { return self.giveUp() }
        switch input {
        case .nothing:
            return self.take(.timer(.callerSilence))
        case .speech(let text, let confidence):
            let utterance = Utterance(text: text, start: .zero, end: .zero, confidence: confidence ?? 1)
            return self.take(.utterance(utterance, endsTurn: true))
        case .digits(let keys):
            for key in keys {
                let step = self.take(.digit(String(key)))
                if case .leave = step { return step }
            }
            // The question is over, so another one must be asked.
            return self.take(.utterance(Utterance(text: "", start: .zero, end: .zero, confidence: 0), endsTurn: true))
        }
    }

    /// Takes the responder's answer; `nil` if it failed or was late.
    public mutating func responded(_ response: Response?) -> Step {
        guard case .thinking(let turn) = self.machine.state else { return self.step }
        return self.take(response.map { .response($0, turn: turn.number) } ?? .responseFailed(turn: turn.number))
    }

    private mutating func giveUp() -> Step {
        _ = self.machine.close(Reply(text: self.machine.handoverPrompt, source: "prompt:handover"), .policy)
        return self.step
    }

    private mutating func take(_ event: CallStateMachine.Event) -> Step {
        for case .note(let summary) in self.machine.handle(event) { self.summaries.append(summary) }
        return self.step
    }

    private var step: Step {
        switch self.machine.state {
        case .thinking(let turn): .respond(turn)
        case .speaking(let speech): .ask(speech.reply)
        case .closing(let speech, let termination, let next): .leave(speech.reply, termination, next: next)
        case .finished(let termination, let next): .leave(nil, termination, next: next)
        // Nothing that is heard leaves the machine listening; if it did, the caller is asked whether he is there.
        case .waiting, .listening: .ask(Reply(text: self.machine.prompts.stillThere, source: "prompt:still_there"))
        }
    }
}
