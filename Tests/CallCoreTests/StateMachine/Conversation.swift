// SPDX-License-Identifier: Apache-2.0

import CallCore

/// A machine and what it wanted last, for tests that read like a conversation.
struct Conversation {
    var machine: CallStateMachine
    private(set) var actions: [CallStateMachine.Action] = []

    init(policy: DialoguePolicy = DialoguePolicy(transferNumber: "+12025550111")) {
        self.machine = CallStateMachine(prompts: DialoguePrompts(), policy: policy)
    }

    /// A conversation after the greeting was heard.
    static func greeted(policy: DialoguePolicy = DialoguePolicy(transferNumber: "+12025550111")) -> Conversation {
        var conversation = Conversation(policy: policy)
        conversation.happens(.streamStarted(resumed: false))
        conversation.speechIsHeard()
        return conversation
    }

    mutating func happens(_ event: CallStateMachine.Event) {
        self.actions = self.machine.handle(event)
    }

    mutating func callerSays(_ text: String, confidence: Double = 0.9, endsTurn: Bool = true) {
        self.happens(.utterance(.said(text, confidence: confidence), endsTurn: endsTurn))
    }

    /// The responder answers the turn it was asked about.
    mutating func answer(_ response: Response) {
        self.happens(.response(response, turn: self.turn ?? -1))
    }

    mutating func answer(_ text: String, _ action: DialogueAction = .listen, isInterruptible: Bool = true) {
        self.answer(.answer(Reply(text: text, action: action, isInterruptible: isInterruptible, source: "test")))
    }

    /// The caller has heard what is being said to its end.
    mutating func speechIsHeard() {
        self.happens(.speechFinished(number: self.speech?.number ?? -1))
    }

    var turn: Int? {
        if case .thinking(let turn) = self.machine.state { return turn.number }
        return nil
    }

    var speech: Speech? {
        switch self.machine.state {
        case .speaking(let speech), .closing(let speech, _, _): speech
        case .waiting, .listening, .thinking, .finished: nil
        }
    }

    var isListening: Bool { self.machine.state == .listening }

    /// What is said, if anything is.
    var says: String? { self.speech?.reply.text }

    var asks: CallerTurn? {
        for case .ask(let turn) in self.actions { return turn }
        return nil
    }

    var end: (termination: CallTermination, next: NextStep)? {
        for case .finish(let termination, let next) in self.actions { return (termination, next) }
        return nil
    }

    func wants(_ action: CallStateMachine.Action) -> Bool { self.actions.contains(action) }
}
