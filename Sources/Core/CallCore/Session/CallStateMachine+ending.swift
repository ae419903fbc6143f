// SPDX-License-Identifier: Apache-2.0

// Silence, handover, the end.
extension CallStateMachine {
    /// Where a call goes after its last words.
    enum Destination {
        case person
        case voicemail
        case nowhere
        case policy
    }

    var silenceLimit: Duration {
        self.askedWhetherThere ? self.policy.goodbyeAfter : self.policy.stillThereAfter
    }

    var handoverPrompt: String {
        switch self.policy.handover {
        case .transfer: self.prompts.transferring
        case .voicemail: self.prompts.apology
        case .hangUp, .resume, .hold, .gather: self.prompts.goodbye
        }
    }

    mutating func expired(_ timer: CallTimer) -> [Action] {
        switch (timer, self.state) {
        case (.turnSilence, .listening) where !self.pending.isEmpty:
            return self.takeTurn()
        case (.callerSilence, .listening):
            return self.callerIsSilent()
        case (.replyDeadline, .thinking(let turn)):
            return [.stopAsking] + self.responderFailed(turn: turn.number)
        case (.outage, .listening) where self.isSuspended:
            return self.speak(Reply(text: self.prompts.moment, source: "prompt:moment"))
        case (.longestCall, .closing(_, let termination, let next)):
            return self.finish(termination, next: next)
        case (.longestCall, _):
            let reply = Reply(text: self.prompts.goodbye, isInterruptible: false, source: "prompt:goodbye")
            return self.interrupt() + self.close(reply, next: .hangUp, .tooLong)
        default:
            return []
        }
    }

    private mutating func callerIsSilent() -> [Action] {
        self.callerSpeaks = false
        if !self.pending.isEmpty { return self.takeTurn() }
        if !self.announcements.isEmpty { return self.sayAnnouncement() }
        if self.isDraining { return self.finish(.drained, next: .resume) }
        guard self.askedWhetherThere else {
            self.askedWhetherThere = true
            return self.speak(Reply(text: self.prompts.stillThere, source: "prompt:still_there"))
        }
        let reply = Reply(text: self.prompts.goodbye, source: "prompt:goodbye")
        return self.close(reply, next: .hangUp, .callerSilent)
    }

    /// Stops whatever goes on, so that something else can be said.
    func interrupt() -> [Action] {
        switch self.state {
        case .speaking: [.stopSpeaking]
        case .thinking: [.stopAsking, .cancel(.replyDeadline)]
        case .waiting, .listening, .closing, .finished: []
        }
    }

    mutating func close(_ reply: Reply, _ destination: Destination, turn: Int? = nil) -> [Action] {
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
        case .hangUp, .resume, .hold, .gather: .agentHungUp
        }
    }

    /// Says the last words. They too must end: from here the longest call is as long as the longest farewell.
    mutating func close(
        _ reply: Reply,
        next: NextStep,
        _ termination: CallTermination,
        turn: Int? = nil
    ) -> [Action] {
        self.speeches += 1
        let speech = Speech(number: self.speeches, reply: reply, turn: turn)
        self.state = .closing(speech, termination, next)
        return [
            .cancel(.callerSilence), .cancel(.turnSilence), .start(.longestCall, self.policy.longestFarewell),
            .speak(speech),
        ]
    }

    mutating func drain() -> [Action] {
        self.isDraining = true
        switch self.state {
        case .waiting:
            return self.finish(.drained, next: .resume)
        case .listening where self.pending.isEmpty && !self.callerSpeaks:
            return self.finish(.drained, next: .resume)
        // A turn is answered first and last words are said; the deadline of the shutdown bounds both.
        case .listening, .thinking, .speaking, .closing, .finished:
            return []
        }
    }

    mutating func finish(_ termination: CallTermination, next: NextStep) -> [Action] {
        let quiet: [Action] = CallTimer.allCases.map(Action.cancel)
        let silence = self.interrupt()
        self.state = .finished(termination, next)
        return silence + quiet + [.finish(termination, next: next)]
    }
}
