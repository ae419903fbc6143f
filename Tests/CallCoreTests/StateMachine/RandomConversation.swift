// SPDX-License-Identifier: Apache-2.0

import CallCore

/// One conversation drawn from a seed, with a ledger of what the session would be doing. Every rule that must hold at
/// all times is checked after every event; ``violation`` is the first that did not.
struct RandomConversation {
    private var random: SeededGenerator
    private let policy: DialoguePolicy
    private var machine: CallStateMachine
    private(set) var violation: String?
    private var trace: [CallStateMachine.Event] = []

    private var saying: Int?
    private var asking: Int?
    private var timers: Set<CallTimer> = []
    private var finishes = 0
    private var askedAgain = 0
    private var answered: Set<Int> = []
    private var lastSpeech = 0
    private var lastTurn = 0
    private var isSuspended = false
    private var isDeaf = false

    init(seed: UInt64) {
        self.random = SeededGenerator(seed: seed)
        self.policy = DialoguePolicy(
            repromptLimit: Int.random(in: 0...3, using: &self.random),
            handover: [.voicemail, .hangUp, .transfer(to: "+12025550133")].randomElement(using: &self.random)
                ?? .voicemail,
            transferNumber: self.random.chance(50) ? "+12025550111" : nil,
            bargeIn: self.random.chance(75),
            holdingAfter: self.random.chance(50) ? .seconds(5) : nil
        )
        self.machine = CallStateMachine(prompts: DialoguePrompts(), policy: self.policy)
    }

    var isFinished: Bool { self.finishes == 1 }

    mutating func walk(steps: Int) {
        self.take(.streamStarted(resumed: self.random.chance(20)))
        for _ in 0..<steps where self.violation == nil { self.take(self.draw()) }
    }

    /// Only time passes and speeches are heard to their end, the longest call not counted.
    mutating func fallsSilent() {
        if self.isSuspended { self.take(.recogniserResumed) }
        for _ in 0..<40 where !self.isFinished && self.violation == nil {
            if let saying = self.saying {
                self.take(.speechFinished(number: saying))
            } else if let timer = self.timers.subtracting([.longestCall]).min(by: { $0.rawValue < $1.rawValue }) {
                self.take(.timer(timer))
            } else {
                return self.fail("dead air")
            }
        }
        if !self.isFinished { self.fail("silence does not end the call") }
    }

    /// Nothing works any more but the clock.
    mutating func onlyTimePasses() {
        for _ in 0..<3 where !self.isFinished && self.violation == nil {
            guard self.timers.contains(.longestCall) else { return self.fail("no bound on the call") }
            self.take(.timer(.longestCall))
        }
        if !self.isFinished { self.fail("time does not end the call") }
    }

    private mutating func draw() -> CallStateMachine.Event {
        switch Int.random(in: 0..<100, using: &self.random) {
        case 0..<14: .callerSpeechStarted
        case 14..<36: self.drawUtterance()
        case 36..<42: .turnEnded
        case 42..<56: .response(self.drawResponse(), turn: self.drawTurn())
        case 56..<60: .responseFailed(turn: self.drawTurn())
        case 60..<78: .speechFinished(number: self.saying ?? self.lastSpeech)
        case 78..<79: .speechFailed(number: self.saying ?? self.lastSpeech)
        case 79: .digit(self.random.chance(20) ? "0" : "5")
        case 80: self.drawWish()
        case 81..<96: self.drawTimer()
        case 97: self.random.chance(30) ? .recogniserFailed : .turnEnded
        case 96: self.isSuspended ? .recogniserResumed : .recogniserSuspended
        case 98: self.random.chance(30) ? .drain : .announce("listen", interrupts: self.random.chance(50))
        default: self.random.chance(20) ? .stop(.callerHungUp, next: .hangUp) : .streamStarted(resumed: true)
        }
    }

    private mutating func drawWish() -> CallStateMachine.Event {
        if self.random.chance(80) { return .announce("listen", interrupts: self.random.chance(50)) }
        return .leave(saying: self.random.chance(50) ? "goodbye" : nil, .held, next: .hold)
    }

    private mutating func drawTimer() -> CallStateMachine.Event {
        let running = self.random.chance(3) ? self.timers : self.timers.subtracting([.longestCall])
        // Sets are ordered anew in every process; the seed alone must decide.
        let timer = running.sorted { $0.rawValue < $1.rawValue }.randomElement(using: &self.random)
        return timer.map { .timer($0) } ?? .turnEnded
    }

    private mutating func drawUtterance() -> CallStateMachine.Event {
        let text = self.random.chance(20) ? "" : "word"
        let confidence = self.random.chance(25) ? 0.1 : 0.9
        return .utterance(.said(text, confidence: confidence), endsTurn: self.random.chance(60))
    }

    private mutating func drawResponse() -> Response {
        if self.random.chance(25) { return .notUnderstood }
        let last: [DialogueAction] = [.hangUp, .transfer(to: nil), .voicemail]
        let action: DialogueAction =
            self.random.chance(10)
            ? last.randomElement(using: &self.random) ?? .hangUp
            : self.random.chance(10) ? .repeatLast : .listen
        return .answer(
            Reply(text: "answer", action: action, isInterruptible: self.random.chance(80), source: "test")
        )
    }

    private mutating func drawTurn() -> Int {
        self.random.chance(80) ? self.lastTurn : Int.random(in: -1...(self.lastTurn + 1), using: &self.random)
    }

    private mutating func take(_ event: CallStateMachine.Event) {
        self.trace.append(event)
        // What the session knows before the machine does.
        switch event {
        case .timer(let timer): self.timers.remove(timer)
        case .recogniserSuspended: self.isSuspended = true
        case .recogniserResumed: self.isSuspended = false
        case .recogniserFailed: self.isDeaf = true
        case .speechFinished(let number), .speechFailed(let number): if self.saying == number { self.saying = nil }
        default: break
        }
        let hadFinished = self.isFinished
        let thinking = self.asking
        let actions = self.machine.handle(event)
        if hadFinished, !actions.isEmpty { self.fail("an action after the end") }
        self.noteAnswer(event, thinking, actions)
        for (place, action) in actions.enumerated() {
            if self.finishes > 0, !hadFinished { self.fail("an action after finish") }
            self.perform(action, isLast: place == actions.count - 1)
        }
        self.checkThatSomethingGoesOn()
    }

    private mutating func noteAnswer(
        _ event: CallStateMachine.Event,
        _ thinking: Int?,
        _ actions: [CallStateMachine.Action]
    ) {
        let turn: Int
        switch event {
        case .response(_, let number), .responseFailed(let number): turn = number
        default: return
        }
        guard !actions.isEmpty else { return }
        if thinking != turn { self.fail("took an answer nobody waited for") }
        if !self.answered.insert(turn).inserted { self.fail("took two answers to a turn") }
        self.asking = nil
    }

    private mutating func perform(_ action: CallStateMachine.Action, isLast: Bool) {
        switch action {
        case .speak(let speech):
            if self.saying != nil { self.fail("two speeches at once") }
            if speech.number != self.lastSpeech + 1 { self.fail("speeches are not counted") }
            self.saying = speech.number
            self.lastSpeech = speech.number
        case .stopSpeaking:
            if self.saying == nil { self.fail("stops what is not said") }
            self.saying = nil
        case .ask(let turn):
            if self.asking != nil { self.fail("two questions at once") }
            if turn.number <= self.lastTurn { self.fail("turns are not counted") }
            self.asking = turn.number
            self.lastTurn = turn.number
        case .stopAsking: self.asking = nil
        case .start(let timer, _): self.timers.insert(timer)
        case .cancel(let timer): self.timers.remove(timer)
        case .note(let summary): self.note(summary)
        case .finish:
            self.finishes += 1
            if self.finishes > 1 { self.fail("two ends") }
            if !isLast { self.fail("finish is not the last action") }
            if !self.timers.isEmpty { self.fail("timers run on: \(self.timers)") }
            if self.asking != nil { self.fail("the responder thinks on") }
        }
    }

    private mutating func note(_ summary: TurnSummary) {
        switch summary.outcome {
        case .answered: self.askedAgain = 0
        case .askedAgain:
            self.askedAgain += 1
            if self.askedAgain > self.policy.repromptLimit { self.fail("asked again too often") }
        case .handedOver, .failed: break
        }
    }

    /// Whatever the state, something will happen by itself.
    private mutating func checkThatSomethingGoesOn() {
        switch self.machine.state {
        case .waiting: self.fail("waits again")
        case .listening:
            let silence = self.timers.intersection([.callerSilence, .turnSilence])
            if silence.isEmpty != self.isSuspended { self.fail("listens with the timers \(self.timers)") }
            if self.isDeaf { self.fail("listens without ears") }
            if self.saying != nil { self.fail("listens while it speaks") }
        case .thinking(let turn):
            if !self.timers.contains(.replyDeadline) { self.fail("thinks without a deadline") }
            if self.asking != turn.number { self.fail("thinks and has not asked") }
        case .speaking(let speech), .closing(let speech, _, _):
            // A speech that has just been heard is over although its number is still the state's.
            if self.saying != speech.number { self.fail("speaks and says nothing") }
        case .finished: if self.finishes != 1 { self.fail("finished without an end") }
        }
        if !self.isFinished, !self.timers.contains(.longestCall) { self.fail("no bound on the call") }
    }

    private mutating func fail(_ what: String) {
        guard self.violation == nil else { return }
        self.violation = what + "; after " + self.trace.suffix(12).map { "\($0)" }.joined(separator: " → ")
    }
}
