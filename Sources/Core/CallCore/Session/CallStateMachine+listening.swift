// SPDX-License-Identifier: Apache-2.0

// The caller speaks.
extension CallStateMachine {
    /// What a turn keeps of somebody (or of a radio) that never pauses; the transcript keeps all.
    private static let longestTurn = 64

    mutating func streamStarted(resumed: Bool) -> [Action] {
        guard case .waiting = self.state else { return [] }
        if self.isDeaf { return self.leaveDeaf() }
        let bound = CallStateMachine.Action.start(.longestCall, self.policy.longestCall)
        if resumed, !self.pending.isEmpty {
            // Whoever has asked something wants the answer, not to hear that we were away.
            self.state = .listening
            return [bound] + self.takeTurn()
        }
        let greeting = Reply(
            text: resumed ? self.prompts.resumed : self.prompts.greeting,
            source: resumed ? "prompt:resumed" : "prompt:greeting"
        )
        return [bound] + self.speak(greeting)
    }

    mutating func callerSpeechStarted() -> [Action] {
        switch self.state {
        case .listening:
            self.callerSpeaks = true
            return self.waitForWords()
        case .speaking(let speech) where self.policy.bargeIn && speech.reply.isInterruptible:
            self.state = .listening
            self.callerSpeaks = true
            return [.stopSpeaking] + self.waitForWords()
        case .waiting, .thinking, .speaking, .closing, .finished:
            return []
        }
    }

    /// Should it have been a cough, no word follows: then the words before it are the turn, or the silence ladder goes on.
    private func waitForWords() -> [Action] {
        self.pending.isEmpty
            ? [.cancel(.turnSilence), .start(.callerSilence, self.policy.longestUtterance)]
            : [.cancel(.callerSilence), .start(.turnSilence, self.policy.longestUtterance)]
    }

    mutating func heard(_ utterance: Utterance, endsTurn: Bool) -> [Action] {
        self.askedWhetherThere = false
        self.callerSpeaks = false
        switch self.state {
        case .listening:
            self.keep(utterance)
            if endsTurn { return self.takeTurn() }
            return [.cancel(.callerSilence), .start(.turnSilence, self.policy.endOfTurnSilence)]
        case .thinking(let turn):
            // A cough is no reason to think anew.
            guard !utterance.text.isEmpty else { return [] }
            // The caller went on: the answer to half of it is not wanted.
            self.pending = turn.utterances
            self.keep(utterance)
            self.state = .listening
            let stop: [Action] = [.stopAsking, .cancel(.replyDeadline)]
            if endsTurn { return stop + self.takeTurn() }
            return stop + [.start(.turnSilence, self.policy.endOfTurnSilence)]
        case .speaking(let speech):
            guard !utterance.text.isEmpty else { return [] }
            self.keep(utterance)
            self.pendingIsComplete = endsTurn
            guard self.policy.bargeIn, speech.reply.isInterruptible else { return [] }
            // An engine that hears words before it says that speech has started.
            self.state = .listening
            return [.stopSpeaking] + self.takePending()
        case .waiting, .closing, .finished:
            return []
        }
    }

    private mutating func keep(_ utterance: Utterance) {
        self.pending.append(utterance)
        if self.pending.count > Self.longestTurn { self.pending.removeFirst() }
    }

    mutating func turnEnded() -> [Action] {
        switch self.state {
        case .listening where !self.pending.isEmpty:
            return self.takeTurn()
        case .listening where self.callerSpeaks:
            // It was no word: the silence counts from now.
            self.callerSpeaks = false
            if !self.announcements.isEmpty { return self.sayAnnouncement() }
            return [.start(.callerSilence, self.silenceLimit)]
        case .speaking where !self.pending.isEmpty:
            self.pendingIsComplete = true
            return []
        case .waiting, .listening, .thinking, .speaking, .closing, .finished:
            return []
        }
    }

    /// What the caller said while we spoke: a turn if it is complete, otherwise the beginning of one.
    mutating func takePending() -> [Action] {
        if self.pending.isEmpty { return [.start(.callerSilence, self.silenceLimit)] }
        if self.pendingIsComplete { return self.takeTurn() }
        return [.start(.turnSilence, self.policy.endOfTurnSilence)]
    }

    mutating func takeTurn() -> [Action] {
        self.turns += 1
        let turn = CallerTurn(number: self.turns, utterances: self.pending)
        self.pending = []
        self.pendingIsComplete = false
        self.callerSpeaks = false
        let stopTimers: [Action] = [.cancel(.turnSilence), .cancel(.callerSilence)]
        guard !turn.text.isEmpty, turn.confidence >= self.policy.confidenceFloor else {
            return stopTimers + self.askAgain(turn)
        }
        self.state = .thinking(turn)
        return stopTimers + [.ask(turn), .start(.replyDeadline, self.policy.replyDeadline)]
    }

    mutating func pressed(_ digit: String) -> [Action] {
        guard let key = self.policy.operatorDigit, digit == String(key) else { return [] }
        switch self.state {
        case .waiting, .closing, .finished: return []
        case .listening, .thinking, .speaking:
            // Nobody is promised who is not there.
            let hasPerson = self.policy.transferNumber != nil
            let text = hasPerson ? self.prompts.transferring : self.handoverPrompt
            return self.interrupt() + self.close(Reply(text: text, source: "prompt:operator_key"), .person)
        }
    }
}
