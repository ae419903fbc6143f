// SPDX-License-Identifier: Apache-2.0

// We answer.
extension CallStateMachine {
    mutating func responded(_ response: Response, turn: Int) -> [Action] {
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

    /// Whether an answer to the turn is wanted now.
    func isThinking(about turn: Int) -> Bool {
        if case .thinking(let asked) = self.state { return asked.number == turn }
        return false
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

    mutating func askAgain(_ turn: CallerTurn) -> [Action] {
        if self.isDeaf { return self.leaveUnanswered(turn) }
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

    mutating func responderFailed(turn: Int) -> [Action] {
        guard case .thinking(let asked) = self.state, asked.number == turn else { return [] }
        if self.isDeaf { return self.leaveUnanswered(asked) }
        let reply = Reply(text: self.prompts.apology, source: "prompt:apology")
        let note: [Action] = [.cancel(.replyDeadline), .note(self.summary(of: asked, .failed, reply))]
        guard self.reprompts < self.policy.repromptLimit else {
            return note + self.close(reply, .policy, turn: turn)
        }
        self.reprompts += 1
        return note + self.speak(reply, turn: turn)
    }

    /// There is no answer, and asking again is of no use: the caller would not be heard.
    private mutating func leaveUnanswered(_ turn: CallerTurn) -> [Action] {
        let reply = Reply(text: self.prompts.apology, source: "prompt:apology")
        return [.cancel(.replyDeadline), .note(self.summary(of: turn, .handedOver, reply))] + self.leaveDeaf()
    }

    mutating func speak(_ reply: Reply, turn: Int? = nil) -> [Action] {
        self.speeches += 1
        self.callerSpeaks = false
        let speech = Speech(number: self.speeches, reply: reply, turn: turn)
        self.state = .speaking(speech)
        return [.cancel(.callerSilence), .cancel(.turnSilence), .speak(speech)]
    }

    mutating func speechEnded(_ number: Int) -> [Action] {
        switch self.state {
        case .speaking(let speech) where speech.number == number:
            self.state = .listening
            if self.isDeaf, self.pending.isEmpty || !self.pendingIsComplete { return self.leaveDeaf() }
            // What the caller said meanwhile is answered before the call moves on.
            guard self.pending.isEmpty else { return self.takePending() }
            if !self.announcements.isEmpty { return self.sayAnnouncement() }
            return self.isDraining ? self.finish(.drained, next: .resume) : self.takePending()
        case .closing(let speech, let termination, let next) where speech.number == number:
            return self.finish(termination, next: next)
        case .waiting, .listening, .thinking, .speaking, .closing, .finished:
            return []
        }
    }

    mutating func speechFailed(_ number: Int) -> [Action] {
        switch self.state {
        case .speaking(let speech) where speech.number == number:
            self.state = .listening
            // Without a voice there is no conversation: Twilio's own voice takes over after the stream.
            return self.finish(.synthesiserFailed, next: self.policy.overflowStep)
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
