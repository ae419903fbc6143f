// SPDX-License-Identifier: Apache-2.0

@testable import CallCore

/// One conversation drawn from a seed that notes its events as a session does. After every step it can be asked what
/// the events say and what the machine knows; ``difference`` is the first thing in which they differ.
struct RememberedConversation {
    private var random: SeededGenerator
    private var machine: CallStateMachine
    private(set) var kinds: [CallEvent.Kind] = [.started]
    private var history: [ConversationMemory.Turn] = []
    private var noted: TurnSummary?
    private var lastTurn = 0
    private var saying: Speech?
    private var words = 0
    /// The answer that was cut off, if nobody has spoken since.
    private var cutOff: [Utterance] = []
    /// Whether the caller has said a word since the last turn was answered.
    private var hasSpokenSince = false
    private var asked: CallerTurn?
    private var questions: [Int: [Utterance]] = [:]

    init(seed: UInt64) {
        self.random = SeededGenerator(seed: seed)
        let policy = DialoguePolicy(repromptLimit: 3, bargeIn: self.random.chance(75))
        self.machine = CallStateMachine(prompts: DialoguePrompts(), policy: policy)
        self.take(.streamStarted(resumed: false))
    }

    var isOver: Bool {
        switch self.machine.state {
        case .closing, .finished: true
        case .waiting, .listening, .thinking, .speaking: false
        }
    }

    mutating func step() {
        switch Int.random(in: 0..<100, using: &self.random) {
        case 0..<30: self.callerSpeaks()
        case 30..<40: self.take(.callerSpeechStarted)
        case 40..<50: self.take(.turnEnded)
        case 50..<70: if let asked { self.take(.response(self.response, turn: asked.number)) }
        case 70..<73: if let asked { self.take(.responseFailed(turn: asked.number)) }
        case 73..<88: self.isHeard()
        case 88..<93: self.take(.timer(.turnSilence))
        case 93..<96: self.take(.announce("we close soon", interrupts: self.random.chance(50)))
        default: self.take(.timer(.replyDeadline))
        }
    }

    private var response: Response {
        mutating get {
            if self.random.chance(25) { return .notUnderstood }
            self.words += 1
            let action: DialogueAction = self.random.chance(10) ? .repeatLast : .listen
            return .answer(
                Reply(
                    text: "answer number \(self.words)",
                    action: action,
                    isInterruptible: self.random.chance(80),
                    source: "faq:\(self.words)"
                )
            )
        }
    }

    private mutating func callerSpeaks() {
        self.words += 1
        let text = self.random.chance(15) ? "" : "word\(self.words)"
        let utterance = Utterance.said(text, confidence: self.random.chance(20) ? 0.1 : 0.9)
        if !text.isEmpty {
            self.kinds.append(.caller(text))
            self.cutOff = []
            self.hasSpokenSince = true
        }
        self.take(.utterance(utterance, endsTurn: self.random.chance(60)))
    }

    private mutating func isHeard() {
        guard let speech = self.saying else { return }
        self.said(speech.reply.text, speech, isCutOff: false)
        self.take(.speechFinished(number: speech.number))
    }

    /// At least one word of everything is heard.
    private mutating func said(_ text: String, _ speech: Speech, isCutOff: Bool) {
        self.saying = nil
        self.kinds.append(.agent(text, from: speech.reply.source, isCutOff: isCutOff))
        guard let turn = speech.turn, let last = self.history.indices.last, self.history[last].number == turn else {
            return self.cutOff = []
        }
        self.history[last].exchange.heard = text
        self.cutOff = isCutOff && !self.hasSpokenSince ? self.questions[turn] ?? [] : []
    }

    private mutating func take(_ event: CallStateMachine.Event) {
        if case .response(.answer, let turn) = event, let asked, self.machine.isThinking(about: turn) {
            self.history.append(.init(number: turn, exchange: .init(caller: asked.text, heard: "")))
            self.questions[turn] = asked.utterances.filter { !$0.text.isEmpty }
        }
        for action in self.machine.handle(event) { self.perform(action) }
    }

    private mutating func perform(_ action: CallStateMachine.Action) {
        switch action {
        case .speak(let speech):
            self.saying = speech
            // It sounds at once.
            if let noted {
                self.kinds.append(.turn(noted))
                self.cutOff = []
                self.hasSpokenSince = false
            }
            self.noted = nil
        case .stopSpeaking:
            guard let speech = self.saying else { return }
            let heard = speech.reply.text.split(separator: " ").first.map(String.init) ?? ""
            self.said(heard, speech, isCutOff: true)
        case .ask(let turn): self.asked = turn
        case .note(let summary):
            self.noted = summary
            self.lastTurn = summary.number
        case .stopAsking, .start, .cancel, .finish: break
        }
    }

    // MARK: Comparing

    /// What the machine knows and has not answered.
    private var unanswered: [String] {
        let pending = self.machine.pending
        switch self.machine.state {
        case .thinking(let turn): return turn.utterances.map(\.text).filter { !$0.isEmpty }
        case .speaking(let speech):
            let isAnswer = speech.turn.map { self.history.last?.number == $0 } ?? false
            let question = isAnswer ? speech.turn.flatMap { self.questions[$0] } ?? [] : []
            return (self.cutOff + question + pending).map(\.text).filter { !$0.isEmpty }
        case .waiting, .listening, .closing, .finished:
            return (self.cutOff + pending).map(\.text).filter { !$0.isEmpty }
        }
    }

    var difference: String? {
        let memory = ConversationMemory(ConversationMemory.events(self.kinds))
        var history = self.history
        if case .speaking(let speech) = self.machine.state, let turn = speech.turn {
            history.removeAll { $0.number == turn && $0.exchange.heard.isEmpty }
        }
        if memory.unanswered.map(\.text) != self.unanswered {
            return "unanswered \(memory.unanswered.map(\.text)), should be \(self.unanswered)"
        }
        if memory.turns != self.lastTurn { return "\(memory.turns) turns, should be \(self.lastTurn)" }
        if memory.reprompts != self.machine.reprompts {
            return "asked again \(memory.reprompts) times, should be \(self.machine.reprompts)"
        }
        if memory.exchanges != history.suffix(20) { return "\(memory.script), should be \(history)" }
        return self.lastAnswerDiffers
    }

    private var lastAnswerDiffers: String? {
        let memory = ConversationMemory(ConversationMemory.events(self.kinds))
        guard self.cutOff.isEmpty, case .listening = self.machine.state, let last = self.machine.lastAnswer,
            case .spoken(let line)? = self.kinds.last, !line.isInterrupted, line.text == last.text
        else { return nil }
        return memory.lastAnswer?.text == last.text ? nil : "the last answer was \(last.text)"
    }

    /// The machine of a stream that takes the call up now, after its first step.
    var resumed: CallStateMachine {
        let memory = ConversationMemory(ConversationMemory.events(self.kinds))
        var machine = CallStateMachine(prompts: DialoguePrompts(), policy: self.machine.policy, memory: memory)
        _ = machine.handle(.streamStarted(resumed: true))
        return machine
    }
}
